// SPDX-License-Identifier: MIT
#include "app/jobs/job_kinds.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/apply_changes.hpp"
#include "app/ended_sign_in.hpp"
#include "app/fetch_record.hpp"
#include "app/jobs/arguments.hpp"
#include "app/jobs/hook.hpp"
#include "app/jobs/import_job.hpp"
#include "app/jobs/pull_jobs.hpp"
#include "app/months.hpp"
#include "app/provider_locks.hpp"
#include "app/reset.hpp"
#include "base/file.hpp"
#include "store/repositories/live.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

using Type = JobArgument::Type;

/// What a kind takes and what it does.
struct Kind {
  std::string name;
  std::vector<JobArgument> takes;
  json (*run)(App& app, const JobArguments& arguments) = nullptr;
  json (*run_as)(App& app, const JobArguments& arguments, store::JobId job) = nullptr; ///< instead, with its number
  void (*check_together)(const JobArguments& arguments) = nullptr; ///< what holds for several arguments

  void check(const JobArguments& arguments) const {
    arguments.check(takes);
    if (check_together != nullptr) {
      check_together(arguments);
    }
  }
};

json run_fetch(App& app, const JobArguments& arguments) {
  const RecordKey key{*arguments.provider("provider"), arguments.needed_text("id")};
  return {{"record", to_string(fetch_record(app, key))}};
}

json run_check_sign_in(App& app, const JobArguments& arguments) {
  return {{"ended", check_sign_in(app, *arguments.provider("provider"))}};
}

/// What came of each change is noted at once, for whoever watches.
json run_apply(App& app, const JobArguments& arguments, store::JobId job) {
  const auto note = [&](const std::string& id, const AppliedChange& outcome) {
    store::Live(app.store().connection(), app.mine().user())
        .note_outcome(job, id, outcome.done, outcome.done ? outcome.note : outcome.message);
  };
  json applied = json::array();
  for (const AppliedChange& change :
       apply_changes(app, *arguments.month("month"), arguments.texts("changes"), arguments.flag("really_all"), note)) {
    applied.push_back(to_json(change));
  }
  return {{"applied", std::move(applied)}};
}

json run_undo(App& app, const JobArguments& arguments) {
  const ProviderLocks locks = lock_for_changes(app);
  return {{"applied", json::array({to_json(undo(app, find_entry(app, arguments.needed_text("change"))))})}};
}

json run_import_file(App& app, const JobArguments& arguments) {
  constexpr std::uint64_t most_bytes = std::uint64_t{256} << 20U;
  const std::filesystem::path path = arguments.needed_text("path");
  const Bytes content = read_file(path, most_bytes);
  const std::unique_ptr<Provider> folder = app.connect("file");
  folder->file_storer()->store(path.filename().string(), content);
  return pull_one(app, {{}, {}, {"file"}, false});
}

/// What forgets the most is not what an argument that was left out means.
void check_reset(const JobArguments& arguments) {
  const bool is_part = arguments.has("provider") || arguments.has("month");
  if (is_part && arguments.flag("everything")) {
    arguments.refuse("everything", "does not go with provider and month");
  }
  if (!is_part && !arguments.flag("everything")) {
    arguments.refuse("everything", "must be true when neither provider nor month is named");
  }
}

json run_reset(App& app, const JobArguments& arguments) {
  const ResetReport report = reset(app, arguments.provider("provider"), arguments.month("month"));
  return {{"records", report.records}, {"months", report.months}};
}

json run_recompute(App& app, const JobArguments& arguments) {
  if (const auto range = app.mine().month_summaries.range(); range && arguments.flag("all")) {
    std::vector<Month> months;
    for (Month month = range->first; month <= range->second; month = month.plus(1)) {
      months.push_back(month);
    }
    app.mine().month_summaries.mark_dirty(months);
  }
  refresh_touched_months(app);
  return nullptr;
}

/// Kinds that open a person's tracekit.
const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {"pull",
       {{"months", Type::months},
        {"from", Type::day},
        {"to", Type::day},
        {"recent", Type::flag},
        {"providers", Type::providers},
        {"force", Type::flag}},
       run_pull,
       nullptr,
       check_days},
      {"pull-provider",
       {{"provider", Type::provider, true}, {"from", Type::day}, {"to", Type::day}, {"force", Type::flag}},
       run_pull_provider,
       nullptr,
       check_days},
      {"fetch-record", {{"provider", Type::provider, true}, {"id", Type::text, true}}, run_fetch},
      {"check-sign-in", {{"provider", Type::provider, true}}, run_check_sign_in},
      {"apply-changes",
       {{"month", Type::month, true}, {"changes", Type::texts, true}, {"really_all", Type::flag}},
       nullptr,
       run_apply},
      {"undo", {{"change", Type::text, true}}, run_undo},
      {"import-file", {{"path", Type::path, true}}, run_import_file},
      {"import", {{"file", Type::text, true}, {"name", Type::text, true}}, run_import_archive},
      {"reset",
       {{"provider", Type::provider}, {"month", Type::month}, {"everything", Type::flag}},
       run_reset,
       nullptr,
       check_reset},
      {"recompute", {{"all", Type::flag}}, run_recompute},
  };
  return all;
}

const std::vector<JobArgument> notify_takes{{"level"}, {"topic"}, {"message", Type::text, true}};

json run_notify(const jobs::Run& run) {
  const JobArguments arguments(run.job.kind, run.arguments);
  arguments.check(notify_takes);
  run.store.for_user(run.job.user)
      .notifications.add(store::notification_level_of(arguments.text("level").value_or("info")),
                         arguments.text("topic").value_or(""), arguments.needed_text("message"), SystemClock().now());
  return nullptr;
}

json run_hook(const jobs::Run& run) {
  const Hook hook = Hook::of_environment();
  if (hook.is_set()) {
    deliver(hook, run.arguments.at("event"), run.cancellation);
  }
  return nullptr;
}

Overrides acting_for(Overrides overrides, UserId user) {
  overrides.user.reset();
  overrides.user_id = user;
  return overrides;
}

jobs::Handler opening_app(const Overrides& overrides, const Kind& kind) {
  return [overrides, kind](const jobs::Run& run) {
    const JobArguments arguments(kind.name, run.arguments);
    kind.check(arguments);
    App app(acting_for(overrides, run.job.user), run.progress, run.cancellation);
    return kind.run_as != nullptr ? kind.run_as(app, arguments, run.job.id) : kind.run(app, arguments);
  };
}

std::function<void(const store::Job&)> removing_archives(const Overrides& overrides) {
  return [overrides](const store::Job& job) {
    try {
      NoProgress nobody;
      const Cancellation never;
      App app(acting_for(overrides, job.user), nobody, never);
      remove_archive_of(app, job);
    } catch (const Error&) {
      // The database is away just now; a later upload of the person removes it.
    }
  };
}

/// What must not run at once for one person: a provider is asked by one at a time.
std::string lane_of(const std::string& kind, const json& arguments) {
  if (kind == "pull-provider" || kind == "fetch-record" || kind == "check-sign-in") {
    return arguments.value("provider", "");
  }
  if (kind == "apply-changes" || kind == "undo") {
    return "changes";
  }
  return kind == "import-file" || kind == "import" ? "file" : "";
}

} // namespace

jobs::JobKinds job_kinds(const Overrides& overrides) {
  jobs::JobKinds registered;
  for (const Kind& kind : kinds()) {
    registered[kind.name] = {opening_app(overrides, kind)};
  }
  constexpr std::int64_t most_failures_of_imports = 13; // half a day: a first pull of Garmin is waited for so long
  registered["import"].most_failures = most_failures_of_imports;
  registered["import"].afterwards = removing_archives(overrides);
  registered["notify"] = {run_notify, true};
  registered["hook"] = {run_hook};
  return registered;
}

void check_job(const std::string& name, const json& values) {
  const JobArguments arguments(name, values);
  if (name == "notify") {
    arguments.check(notify_takes);
    store::notification_level_of(arguments.text("level").value_or("info"));
    return;
  }
  std::vector<std::string> names{"notify"};
  for (const Kind& kind : kinds()) {
    if (kind.name == name) {
      kind.check(arguments);
      return;
    }
    names.push_back(kind.name);
  }
  throw Error(ErrorKind::usage, fmt::format("there is no job of the kind \"{}\"", name),
              fmt::format("say one of: {}", fmt::join(names, ", ")));
}

bool cancel_job(App& app, store::JobId id) {
  if (!app.mine().jobs.cancel(id)) {
    return false;
  }
  if (const auto job = app.mine().jobs.find(id); job && job->state == store::JobState::cancelled) {
    remove_archive_of(app, *job);
  }
  return true;
}

store::NewJob make_job(const std::string& kind, const json& arguments, int priority) {
  store::NewJob job;
  job.kind = kind;
  job.arguments = arguments.dump();
  job.light = kind == "notify";
  job.lane = lane_of(kind, arguments);
  job.unique_key = job.light || kind == "hook" ? "" : job.arguments;
  job.priority = priority;
  return job;
}

} // namespace tracekit::app
