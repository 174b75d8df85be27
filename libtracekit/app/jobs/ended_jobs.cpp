// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/jobs/hook.hpp"
#include "app/jobs/job_kinds.hpp"
#include "app/metrics.hpp"
#include "store/repositories/counters.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

/// The provider that a job is about; empty when it is about none.
std::string provider_of(const store::Job& job) {
  const json arguments = json::parse(job.arguments, nullptr, false);
  return arguments.is_object() ? arguments.value("provider", "") : "";
}

/// What a failure is about: the same trouble with the same provider is told once, however often it comes.
std::string topic_of(const store::Job& job) {
  const std::string provider = provider_of(job);
  return fmt::format("job {}{}{}", job.kind, provider.empty() ? "" : " ", provider);
}

std::string sentence_about(const store::Job& job, const store::JobOutcome& outcome) {
  const std::string provider = provider_of(job);
  return provider.empty() ? fmt::format("Job {} ({}) failed: {}", job.id, job.kind, outcome.message)
                          : fmt::format("{}: {}", provider_title(provider), outcome.message);
}

bool is_a_sync(const store::Job& job) { return job.kind == "pull-provider" || job.kind == "apply-changes"; }

json event_of(const store::Job& job, const store::JobOutcome& outcome) {
  const bool done = outcome.state == store::JobState::done;
  json event = {{"event", done ? "sync_finished" : "job_failed"},
                {"job", job.id},
                {"kind", job.kind},
                {"user", job.user},
                {"arguments", json::parse(job.arguments, nullptr, false)}};
  if (done) {
    event["result"] = json::parse(outcome.result, nullptr, false);
  } else {
    event["error"] = {{"kind", outcome.error_kind}, {"message", outcome.message}};
  }
  return event;
}

void count_run(Store& store, const store::Job& job, const store::JobOutcome& outcome) {
  constexpr double ms_per_s = 1000;
  const std::int64_t lasted_ms = store.job_queue().now_ms() - job.started_ms.value_or(0);
  store::Counters counters(store.connection());
  counters.add("tracekit_job_runs", metric_labels({{"kind", job.kind}, {"result", to_string(outcome.state)}}), 1);
  counters.add("tracekit_job_duration_seconds", metric_labels({{"kind", job.kind}}),
               job.started_ms ? static_cast<double>(lasted_ms) / ms_per_s : 0);
}

/// Null before there is any.
json progress_of(const store::Job& job) {
  if (job.progress_what.empty()) {
    return nullptr;
  }
  return {{"done", job.progress_done},
          {"total", job.progress_total > 0 ? json(job.progress_total) : json(nullptr)},
          {"words", job.progress_what}};
}

} // namespace

jobs::Ended tell_of_ended_jobs() {
  const bool hook = Hook::of_environment().is_set();
  return [hook](Store& store, const store::Job& job, const store::JobOutcome& outcome) {
    count_run(store, job, outcome);
    const bool dead = outcome.state == store::JobState::dead;
    const bool synced = outcome.state == store::JobState::done && is_a_sync(job);
    UserStore mine = store.for_user(job.user);
    const EpochSeconds now = SystemClock().now();
    if (dead && job.kind != "hook") {
      mine.notifications.add(store::NotificationLevel::error, topic_of(job), sentence_about(job, outcome), now);
    } else if (synced) {
      mine.notifications.settle(topic_of(job), now); // it works again
    } else if (outcome.state == store::JobState::ready && outcome.error_kind == to_string(ErrorKind::rate_limit)) {
      mine.notifications.add(store::NotificationLevel::info, topic_of(job), sentence_about(job, outcome), now,
                             now + outcome.delay_ms / 1000);
    }
    if (hook && job.kind != "hook" && (dead || synced)) {
      mine.jobs.add(make_job("hook", {{"event", event_of(job, outcome)}}));
    }
  };
}

json to_json(const store::Job& job) {
  const auto time = [](const std::optional<EpochMillis>& ms) { return ms ? json(format_utc_ms(*ms)) : json(nullptr); };
  const auto parsed = [](const std::string& text) {
    json value = json::parse(text, nullptr, false);
    return value.is_discarded() ? json(nullptr) : value;
  };
  return {
      {"id", job.id},
      {"kind", job.kind},
      {"arguments", parsed(job.arguments)},
      {"state", to_string(job.state)},
      {"priority", job.priority},
      {"attempts", job.attempt},
      {"failures", job.failures},
      {"losses", job.losses},
      {"worker", job.worker ? json(*job.worker) : json(nullptr)},
      {"cancel_requested", job.cancel_requested},
      {"progress", progress_of(job)},
      {"result", parsed(job.result)},
      {"error", job.error_kind.empty() ? json(nullptr) : json({{"kind", job.error_kind}, {"message", job.message}})},
      {"message", job.message},
      {"created_at", time(job.created_ms)},
      {"run_at", time(job.run_at_ms)},
      {"started_at", time(job.started_ms)},
      {"finished_at", time(job.finished_ms)}};
}

} // namespace tracekit::app
