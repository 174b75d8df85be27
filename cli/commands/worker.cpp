// SPDX-License-Identifier: MIT
#include "jobs/worker.hpp"

#include <fmt/format.h>

#include "app/app.hpp"
#include "app/jobs/job_kinds.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {
namespace {

struct WorkerArguments {
  std::int64_t threads = 2;
  bool once = false;
};

int run_worker(Session& session, const WorkerArguments& arguments) {
  jobs::WorkerOptions options;
  options.database_url = session.app().settings().database_url;
  options.threads = static_cast<int>(arguments.threads);
  options.until_empty = arguments.once;
  const GlobalOptions& global = session.options();
  const app::Overrides overrides{global.config, global.database, {}, {}};
  const bool quiet = global.quiet;
  if (!quiet) {
    session.say(fmt::format("Working on {} with {} thread{}", session.app().store().location(), arguments.threads,
                            arguments.threads == 1 ? "" : "s"));
  }
  const jobs::JobKinds kinds = app::job_kinds(overrides);
  const jobs::Ended ended = app::tell_of_ended_jobs();
  jobs::work(options, kinds, ended, session.cancellation(), [&](std::string_view line) {
    if (!quiet) {
      session.say(printable(std::string(line)));
    }
  });
  return 0; // being told to stop is how a worker ends
}

} // namespace

void add_worker(CommandLine& command_line) {
  auto arguments = std::make_shared<WorkerArguments>();
  Command& command = command_line.command("worker", "Run jobs in the background, and start what is scheduled");
  command.option("--threads", arguments->threads, "jobs at a time").within(1, 64);
  command.flag("--once", arguments->once, "end when nothing is due, instead of waiting for more");
  command.runs([arguments](Session& session) { return run_worker(session, *arguments); });
}

} // namespace tracekit::cli
