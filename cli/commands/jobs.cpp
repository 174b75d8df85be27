// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>

#include "app/app.hpp"
#include "app/jobs/job_kinds.hpp"
#include "base/error.hpp"
#include "base/moment.hpp"
#include "base/text.hpp"
#include "commands/list.hpp"
#include "output/table.hpp"
#include "output/words.hpp"

namespace tracekit::cli {
namespace {

using nlohmann::json;

struct JobsArguments {
  std::vector<std::string> words;
  std::optional<std::string> state;
  std::optional<std::string> kind;
  std::optional<std::string> from;
  std::int64_t limit = 30;
  std::int64_t priority = 5;
};

std::string time_words(const std::optional<EpochMillis>& ms, const TimeZone& home) {
  return ms ? start_words(home.to_wall(*ms / 1000), false) : "";
}

std::string seconds_words(const store::Job& job) {
  if (!job.started_ms || !job.finished_ms) {
    return "";
  }
  return fmt::format("{:.1f} s", static_cast<double>(*job.finished_ms - *job.started_ms) / 1000);
}

std::string how_far(const store::Job& job) {
  if (job.state == store::JobState::running && !job.progress_what.empty()) {
    return job.progress_total > 0 ? fmt::format("{} of {} {}", job.progress_done, job.progress_total, job.progress_what)
                                  : fmt::format("{} {}", job.progress_done, job.progress_what);
  }
  return job.message;
}

/// The arguments without brackets: `provider strava, from 2025-08-01`.
std::string what_of(const store::Job& job) {
  const json arguments = json::parse(job.arguments, nullptr, false);
  std::string text = job.kind;
  if (arguments.is_object()) {
    for (const auto& [name, value] : arguments.items()) {
      text += fmt::format("{}{} {}", text == job.kind ? ": " : ", ", name,
                          value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return text;
}

Style style_of(const store::Job& job) {
  switch (job.state) {
  case store::JobState::dead:
    return Style::red;
  case store::JobState::running:
    return Style::green;
  case store::JobState::ready:
    return job.failures > 0 ? Style::yellow : Style::plain;
  default:
    return Style::dim;
  }
}

std::string state_words(const store::Job& job, EpochMillis now, const TimeZone& home) {
  if (job.state == store::JobState::ready && job.run_at_ms > now) {
    return "waits until " + moment_words(job.run_at_ms / 1000, now / 1000, home);
  }
  return job.cancel_requested && job.state == store::JobState::running ? "stopping"
                                                                       : std::string(store::to_string(job.state));
}

int list_jobs(Session& session, const JobsArguments& arguments) {
  app::App& app = session.app();
  store::Jobs::Filter filter;
  filter.limit = arguments.limit;
  filter.kind = arguments.kind.value_or("");
  if (arguments.state) {
    filter.state = store::job_state_of(*arguments.state);
  }
  const std::vector<store::Job> jobs = app.mine().jobs.list(filter);
  if (session.options().json) {
    json document = json::array();
    for (const store::Job& job : jobs) {
      document.push_back(app::to_json(job));
    }
    session.print_json(document);
    return 0;
  }
  if (jobs.empty()) {
    session.print("No jobs. `tracekit jobs add pull '{\"recent\": true}'` adds one, `tracekit worker` runs them.\n");
    return 0;
  }
  const EpochMillis now = app.store().job_queue().now_ms();
  Table table({{"Nr", Align::right},
               {"Added"},
               {"Job", Align::left, 16, true},
               {"State"},
               {"Took", Align::right},
               {"", Align::left, 12, true}});
  for (const store::Job& job : jobs) {
    table.add({{std::to_string(job.id)},
               {time_words(job.created_ms, app.home())},
               {what_of(job)},
               {state_words(job, now, app.home()), style_of(job)},
               {seconds_words(job)},
               {how_far(job), style_of(job)}});
  }
  session.print(table.render(session.terminal()));
  return 0;
}

store::JobId id_of(const std::string& word) {
  const auto id = parse_integer(word);
  if (!id) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is no number of a job", word), "`tracekit jobs` lists them");
  }
  return *id;
}

store::Job needed_job(Session& session, store::JobId id) {
  auto job = session.app().mine().jobs.find(id);
  if (!job) {
    throw Error(ErrorKind::not_found, fmt::format("there is no job {}", id), "`tracekit jobs` lists them");
  }
  return std::move(*job);
}

/// Watches a job until it ends.
int follow(Session& session, store::JobId id) {
  using namespace std::chrono_literals;
  store::Job job = needed_job(session, id);
  while (job.state == store::JobState::ready || job.state == store::JobState::running) {
    session.cancellation().check();
    if (job.state == store::JobState::running && !job.progress_what.empty()) {
      session.progress().advance(job.progress_what, static_cast<std::uint64_t>(job.progress_done),
                                 static_cast<std::uint64_t>(job.progress_total));
    }
    std::this_thread::sleep_for(300ms);
    job = needed_job(session, id);
  }
  if (session.options().json) {
    session.print_json(app::to_json(job));
  } else {
    session.print(fmt::format("Job {} ({}): {}{}\n", job.id, job.kind, store::to_string(job.state),
                              job.message.empty() ? "" : ": " + printable(job.message)));
  }
  return job.state == store::JobState::done ? 0 : 1;
}

int change(Session& session, const std::string& verb, store::JobId id) {
  needed_job(session, id);
  const bool cancels = verb == "cancel";
  const bool changed = cancels ? app::cancel_job(session.app(), id) : session.app().mine().jobs.retry(id);
  if (!changed) {
    throw Error(ErrorKind::conflict,
                fmt::format("job {} is not {}", id, cancels ? "waiting or running" : "dead or cancelled"),
                "`tracekit jobs` shows its state");
  }
  const store::Job job = needed_job(session, id);
  if (session.options().json) {
    session.print_json(app::to_json(job));
  } else if (!session.options().quiet) {
    session.print(fmt::format("Job {} {}.\n", id,
                              !cancels                                  ? "waits again"
                              : job.state == store::JobState::cancelled ? "is called off"
                                                                        : "is asked to stop"));
  }
  return 0;
}

store::NewJob checked_job(const std::string& kind, const json& arguments, std::int64_t priority) {
  app::check_job(kind, arguments);
  return app::make_job(kind, arguments, static_cast<int>(priority));
}

/// JSON lines `{"kind": ..., "arguments": {...}}`.
std::vector<store::NewJob> jobs_in(std::istream& lines, const std::string& name, std::int64_t priority) {
  std::vector<store::NewJob> jobs;
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (trim(line).empty()) {
      continue;
    }
    const json parsed = json::parse(line, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("kind") || !parsed["kind"].is_string()) {
      throw Error(ErrorKind::input, fmt::format("{}, line {}: no JSON object with a kind", name, number));
    }
    jobs.push_back(checked_job(parsed["kind"].get<std::string>(), parsed.value("arguments", json::object()), priority));
  }
  return jobs;
}

std::vector<store::NewJob> wanted_jobs(const JobsArguments& arguments) {
  if (arguments.from) {
    if (*arguments.from == "-") {
      return jobs_in(std::cin, "standard input", arguments.priority);
    }
    std::ifstream file(*arguments.from);
    if (!file) {
      throw Error(ErrorKind::input, fmt::format("{} cannot be read", *arguments.from));
    }
    return jobs_in(file, *arguments.from, arguments.priority);
  }
  if (arguments.words.size() < 2 || arguments.words.size() > 3) {
    throw Error(ErrorKind::usage, "which kind of job?", "tracekit jobs add pull '{\"months\": [\"2025-08\"]}'");
  }
  const json values = arguments.words.size() == 3 ? json::parse(arguments.words[2], nullptr, false) : json::object();
  if (values.is_discarded()) {
    throw Error(ErrorKind::usage, "the arguments of the job are no JSON", "'{\"recent\": true}', in quotes");
  }
  return {checked_job(arguments.words[1], values, arguments.priority)};
}

int add(Session& session, const JobsArguments& arguments) {
  const std::vector<store::NewJob> jobs = wanted_jobs(arguments);
  const auto added = session.app().mine().jobs.add(jobs);
  if (session.options().json) {
    json document = json::array();
    for (const auto& [id, is_new] : added) {
      document.push_back({{"id", id}, {"new", is_new}});
    }
    session.print_json(document);
  } else if (added.size() == 1) {
    session.print(fmt::format("Job {} {}.\n", added.front().id,
                              added.front().is_new ? "waits for a worker" : "was waiting already"));
  } else {
    session.print(fmt::format("{} jobs wait for a worker.\n", added.size()));
  }
  return 0;
}

int run_jobs(Session& session, const JobsArguments& arguments) {
  if (arguments.words.empty()) {
    return list_jobs(session, arguments);
  }
  const std::string& verb = arguments.words.front();
  if (verb == "add") {
    return add(session, arguments);
  }
  if (arguments.words.size() != 2) {
    throw Error(ErrorKind::usage, fmt::format("`jobs {}` takes the number of a job", verb));
  }
  const store::JobId id = id_of(arguments.words[1]);
  if (verb == "show") {
    session.print_json(app::to_json(needed_job(session, id)));
    return 0;
  }
  if (verb == "follow") {
    return follow(session, id);
  }
  if (verb == "cancel" || verb == "retry") {
    return change(session, verb, id);
  }
  throw Error(ErrorKind::usage, fmt::format("`jobs {}` is nothing that tracekit knows", verb),
              "say add, show, follow, cancel or retry, or nothing for the list");
}

} // namespace

void add_jobs(CommandLine& command_line) {
  auto arguments = std::make_shared<JobsArguments>();
  Command& command = command_line.command("jobs", "List, add, follow, retry and cancel jobs in the background");
  command
      .option("WORDS", arguments->words,
              "`add KIND [JSON]`, `show NR`, `follow NR`, `cancel NR`, `retry NR`; nothing lists them, newest first")
      .such_as({"add", "show", "follow", "cancel", "retry"});
  command.option("--state", arguments->state, "only those that are ready, running, done, dead or cancelled");
  command.option("--kind", arguments->kind, "only those of a kind, such as pull-provider");
  command.option("--limit", arguments->limit, "how many").within(1, 1'000'000);
  command.option("--from", arguments->from, "with `add`: JSON lines with kind and arguments, `-` for standard input");
  command.option("--priority", arguments->priority, "with `add`: 1 comes first").within(1, 9);
  command.runs([arguments](Session& session) { return run_jobs(session, *arguments); });
}

} // namespace tracekit::cli
