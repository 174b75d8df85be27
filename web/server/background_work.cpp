// SPDX-License-Identifier: MIT
#include "background_work.hpp"

#include <fmt/format.h>

#include "app/jobs/job_kinds.hpp"
#include "base/error.hpp"
#include "jobs/worker.hpp"

namespace tracekit::web {

BackgroundWork::BackgroundWork(const app::Overrides& overrides, std::string database_url, Log& log)
    : thread_([this, overrides, url = std::move(database_url), &log] {
        jobs::WorkerOptions options;
        options.database_url = url;
        try {
          jobs::work(options, app::job_kinds(overrides), app::tell_of_ended_jobs(), stop_,
                     [&log](std::string_view line) { log.info(line); });
        } catch (const Error& error) { // the server goes on answering; jobs wait
          log.error(fmt::format("no jobs are done: {}", error.what()));
        }
      }) {}

} // namespace tracekit::web
