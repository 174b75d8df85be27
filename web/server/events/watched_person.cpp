// SPDX-License-Identifier: MIT
#include "events/watched_person.hpp"

#include <nlohmann/json.hpp>

#include "app/jobs/job_kinds.hpp"
#include "net/json_fields.hpp"

namespace tracekit::web {
namespace {

constexpr std::int64_t newest_jobs = 50;

/// The newest ones, and those that run, however old.
std::map<store::JobId, std::string> jobs_of(const UserStore& person) {
  std::map<store::JobId, std::string> jobs;
  store::Jobs::Filter newest;
  newest.limit = newest_jobs;
  store::Jobs::Filter running = newest;
  running.state = store::JobState::running;
  for (const auto& filter : {newest, running}) {
    for (const store::Job& job : person.jobs.list(filter)) {
      jobs[job.id] = net::json_text(app::to_json(job));
    }
  }
  return jobs;
}

nlohmann::json to_json(const store::ChangeOutcome& outcome) {
  return {{"job", outcome.job}, {"change", outcome.change}, {"done", outcome.done}, {"message", outcome.message}};
}

} // namespace

WatchedPerson::WatchedPerson(Store& store, UserId user, EpochSeconds now)
    : user_(user), seen_(look(store, now)), last_outcome_(store::Live(store.connection(), user).last_outcome()) {}

WatchedPerson::Seen WatchedPerson::look(Store& store, EpochSeconds now) const {
  const store::Live live(store.connection(), user_);
  return {jobs_of(store.for_user(user_)), live.months(), live.unread_notifications(now)};
}

WatchedPerson::Events WatchedPerson::news(Store& store, EpochSeconds now) {
  Events events;
  Seen now_seen = look(store, now);
  // Outcomes are read after the jobs and told before them: who hears that a job has ended has heard of its changes.
  for (const store::ChangeOutcome& outcome : store::Live(store.connection(), user_).outcomes_after(last_outcome_)) {
    last_outcome_ = outcome.id;
    events.emplace_back("plan", net::json_text(to_json(outcome)));
  }
  for (const auto& [month, mark] : now_seen.months) {
    if (const auto before = seen_.months.find(month); before == seen_.months.end() || before->second != mark) {
      events.emplace_back("month", net::json_text({{"month", month.text()}}));
    }
  }
  for (const auto& [month, mark] : seen_.months) {
    if (!now_seen.months.contains(month)) {
      events.emplace_back("month", net::json_text({{"month", month.text()}}));
    }
  }
  for (const auto& [id, text] : now_seen.jobs) {
    if (const auto before = seen_.jobs.find(id); before == seen_.jobs.end() || before->second != text) {
      events.emplace_back("job", text);
    }
  }
  if (now_seen.unread != seen_.unread) {
    events.emplace_back("notification", net::json_text({{"unread", now_seen.unread}}));
  }
  seen_ = std::move(now_seen);
  return events;
}

} // namespace tracekit::web
