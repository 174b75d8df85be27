// SPDX-License-Identifier: MIT
#include "jobs/worker.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <memory>

#include "app/app.hpp"
#include "app/jobs/job_kinds.hpp"
#include "app/log_format.hpp"
#include "base/operator_log.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"

namespace tracekit::cli {
namespace {

struct WorkerArguments {
  std::int64_t threads = 2;
  bool once = false;
  std::optional<std::string> log_format;
};

/// What a worker tells: plainly to a person, as a log where a format was asked for or the journal reads it.
class WorkerLines {
public:
  WorkerLines(Session& session, const std::optional<std::string>& format) : session_(session) {
    const std::optional<LogFormat> wanted = format ? log_format_of(*format) : app::wanted_log_format();
    if (wanted || is_journal(stderr, std::getenv("JOURNAL_STREAM"))) {
      log_ = std::make_unique<OperatorLog>(wanted.value_or(LogFormat::text));
    }
  }

  void info(std::string_view line) const {
    if (session_.options().quiet) {
      return;
    }
    if (log_) {
      log_->info(line);
    } else {
      session_.say(printable(std::string(line)));
    }
  }

private:
  Session& session_;
  std::unique_ptr<OperatorLog> log_;
};

int run_worker(Session& session, const WorkerArguments& arguments) {
  jobs::WorkerOptions options;
  options.database_url = session.app().settings().database_url;
  options.threads = static_cast<int>(arguments.threads);
  options.until_empty = arguments.once;
  const GlobalOptions& global = session.options();
  const app::Overrides overrides{global.config, global.database, {}, {}};
  const WorkerLines lines(session, arguments.log_format);
  lines.info(fmt::format("Working on {} with {} thread{}", session.app().store().location(), arguments.threads,
                         arguments.threads == 1 ? "" : "s"));
  const jobs::JobKinds kinds = app::job_kinds(overrides);
  const jobs::Ended ended = app::tell_of_ended_jobs();
  jobs::work(options, kinds, ended, session.cancellation(), [&](std::string_view line) { lines.info(line); });
  return 0; // being told to stop is how a worker ends
}

} // namespace

void add_worker(CommandLine& command_line) {
  auto arguments = std::make_shared<WorkerArguments>();
  Command& command = command_line.command("worker", "Run jobs in the background, and start what is scheduled");
  command.option("--threads", arguments->threads, "jobs at a time").within(1, 64);
  command
      .option("--log-format", arguments->log_format, "of the lines on standard error, instead of $TRACEKIT_LOG_FORMAT")
      .one_of({"text", "json"});
  command.flag("--once", arguments->once, "end when nothing is due, instead of waiting for more");
  command.runs([arguments](Session& session) { return run_worker(session, *arguments); });
}

} // namespace tracekit::cli
