// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/repositories/scope.hpp"

namespace tracekit::store {

using JobId = std::int64_t;
using WorkerId = std::int64_t;

enum class JobState {
  ready,     ///< waits for a worker, or for its time
  running,   ///< a worker has it
  done,      ///< succeeded
  dead,      ///< failed for good; `retry` brings it back
  cancelled, ///< somebody called it off, or a later one took its place
};
std::string_view to_string(JobState state);
/// Throws Error(usage) for a word that names none.
JobState job_state_of(std::string_view word);

/// A piece of work to be done later.
struct NewJob {
  std::string kind;
  std::string arguments = "{}"; ///< JSON; its shape is the kind's
  std::string unique_key;       ///< while one of this kind and key waits, another is not added
  std::string lane;             ///< of one lane and person, one runs at a time; empty: any number
  bool light = false;           ///< small work in the database alone; many share one transaction
  int priority = 5;             ///< 1 is first
  std::int64_t delay_ms = 0;
};

/// One job as it stands. Times are milliseconds since 1970 by the database's clock.
struct Job {
  JobId id = 0;
  UserId user = 0;
  std::string kind;
  std::string arguments;
  std::string unique_key;
  std::string lane;
  bool light = false;
  int priority = 5;
  JobState state = JobState::ready;
  EpochMillis run_at_ms = 0;
  std::int64_t attempt = 0;  ///< how often it was begun; also tells a late worker that its job went to another
  std::int64_t failures = 0; ///< of them, ended by an error that may pass
  std::int64_t losses = 0;   ///< of them, ended by the end of the worker
  std::optional<WorkerId> worker;
  bool cancel_requested = false;
  std::string progress_what; ///< "files", "months"
  std::int64_t progress_done = 0;
  std::int64_t progress_total = 0; ///< 0: not known
  std::string result;              ///< JSON, of a job that is done
  std::string error_kind;          ///< of the last failure, as in `to_string(ErrorKind)`
  std::string message;             ///< of the last failure, for people
  EpochMillis created_ms = 0;
  std::optional<EpochMillis> started_ms;
  std::optional<EpochMillis> finished_ms;
};

/// One person's jobs.
class Jobs : public Scope {
public:
  using Scope::Scope;

  struct Added {
    JobId id = 0;
    bool is_new = true; ///< false: one with the same key waits already, and this is its id
  };
  /// Joins the caller's transaction. Workers hear of it at the commit.
  Added add(const NewJob& job);
  std::vector<Added> add(std::span<const NewJob> jobs);

  struct Filter {
    std::optional<JobState> state;
    std::string kind;            ///< empty: any
    std::optional<JobId> before; ///< only older ones
    std::int64_t limit = 50;
  };
  [[nodiscard]] std::vector<Job> list(const Filter& filter) const; ///< newest first
  [[nodiscard]] std::optional<Job> find(JobId id) const;
  [[nodiscard]] std::map<JobState, std::int64_t> counts() const;
  /// Of the jobs of one kind that run, or wait for nothing but a worker. Cheap, however many have ended.
  [[nodiscard]] std::vector<std::string> arguments_of_unfinished(std::string_view kind) const;

  /// A waiting job is called off at once, a running one is asked to stop. False when there is none such.
  bool cancel(JobId id);
  /// A dead or cancelled job waits again, with its failures forgotten. False when there is none such.
  bool retry(JobId id);
};

} // namespace tracekit::store
