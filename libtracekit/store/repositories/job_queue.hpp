// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/repositories/jobs.hpp"

namespace tracekit::store {

/// How one run of a job ended. (job, attempt) is the right to say so: a worker whose job went to another has lost it.
struct JobOutcome {
  JobId id = 0;
  std::int64_t attempt = 0;
  JobState state = JobState::done; ///< `ready`: again after `delay_ms`
  std::int64_t delay_ms = 0;
  bool counts_as_failure = false;
  std::string result;
  std::string error_kind;
  std::string message;
};

/// What a worker tells of a running job.
struct JobProgress {
  JobId id = 0;
  std::int64_t attempt = 0;
  std::string what;
  std::int64_t done = 0;
  std::int64_t total = 0;
};

/// A run as the database has it.
struct RunningJob {
  JobId id = 0;
  std::int64_t attempt = 0;
  bool cancel_requested = false;
};

/// The queue as workers see it: jobs of everybody. Not scoped by user. Many processes may use it at once.
class JobQueue {
public:
  explicit JobQueue(sql::Connection& connection) : connection_(&connection) {}

  /// Enters a worker that takes jobs; `name` tells people where it runs.
  WorkerId enter(const std::string& name);
  void leave(WorkerId worker);

  /// Takes jobs that are due, first by priority, then by age: up to `limit` light ones, or a single other one. Each
  /// belongs to the worker until its lease ends. A light job that took a worker down before comes alone.
  std::vector<Job> claim(WorkerId worker, bool light, std::int64_t limit, std::int64_t lease_ms);

  /// Ends runs, in the caller's transaction when there is one. Returns the ids of those that were lost to another
  /// worker, of which nothing was written.
  std::vector<JobId> finish(std::span<const JobOutcome> outcomes);

  /// The worker lives: its leases are prolonged and its jobs' progress is noted. Returns what it has by the database's
  /// book.
  std::vector<RunningJob> beat(WorkerId worker, const std::string& name, std::span<const JobProgress> progress,
                               std::int64_t lease_ms);

  /// Workers that have jobs and were not heard of for `silent_ms`.
  [[nodiscard]] std::vector<WorkerId> silent_workers(std::int64_t silent_ms) const;
  /// Takes runs away from a worker that is gone, or whose lease ended: the jobs wait again, and are dead after
  /// `most_losses`, since they may be what ended it. Each returns how many.
  std::int64_t release_worker(WorkerId worker, std::int64_t most_losses);
  std::int64_t release_expired(std::int64_t most_losses);
  /// Runs whose lease ended and that nobody took away yet.
  [[nodiscard]] std::int64_t expired() const;
  /// Gives back a run that its living worker does not know of; not the job's fault.
  std::int64_t give_back(JobId job);

  /// Milliseconds until the next waiting job is due: 0 when one is, nothing when none waits.
  [[nodiscard]] std::optional<std::int64_t> next_due_in_ms() const;
  /// The database's clock.
  [[nodiscard]] EpochMillis now_ms() const;

  /// Drops jobs that ended longer ago than that (dead ones stay until somebody looks), and workers without jobs; at
  /// most `limit`. Returns how many jobs.
  std::int64_t forget_older_than(std::int64_t age_ms, std::int64_t limit);

private:
  [[nodiscard]] sql::Connection& connection() const { return *connection_; }
  sql::Connection* connection_;
};

} // namespace tracekit::store
