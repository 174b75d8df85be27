// SPDX-License-Identifier: MIT
#include "store/repositories/jobs.hpp"

#include <fmt/format.h>

#include "store/dialect.hpp"
#include "store/repositories/job_row.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO jobs (user_id, kind, arguments, unique_key, lane, light, priority, state, run_at_ms, attempt, "
    "failures, losses, cancel_requested, progress_what, progress_done, progress_total, result, error_kind, message, "
    "created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, 'ready', now_ms() + $8, 0, 0, 0, 0, '', 0, 0, '', '', '', "
    "now_ms()) "
    "ON CONFLICT (user_id, kind, unique_key) WHERE unique_key <> '' AND state = 'ready' DO NOTHING RETURNING id";

constexpr std::string_view waiting_sql =
    "SELECT id FROM jobs WHERE user_id = $1 AND kind = $2 AND unique_key = $3 AND unique_key <> '' AND state = 'ready'";

Jobs::Added add_one(sql::Connection& connection, UserId user, const NewJob& job) {
  while (true) {
    sql::Query row = connection.query(insert_sql, user, job.kind, job.arguments, job.unique_key, job.lane, job.light,
                                      job.priority, job.delay_ms);
    if (row.next()) {
      const JobId id = row.integer(0);
      row.next(); // to its end, or SQLite would not commit
      return {id, true};
    }
    sql::Query waiting = connection.query(waiting_sql, user, job.kind, job.unique_key);
    if (waiting.next()) {
      return {waiting.integer(0), false};
    } // else a worker took it in between: this one is new after all
  }
}

} // namespace

Jobs::Added Jobs::add(const NewJob& job) { return add(std::span(&job, 1)).front(); }

std::vector<Jobs::Added> Jobs::add(std::span<const NewJob> jobs) {
  std::vector<Added> added;
  added.reserve(jobs.size());
  sql::Transaction transaction(connection());
  for (const NewJob& job : jobs) {
    added.push_back(add_one(connection(), user(), job));
  }
  announce_work(connection());
  transaction.commit();
  return added;
}

std::vector<Job> Jobs::list(const Filter& filter) const {
  static const std::string sql =
      fmt::format("SELECT {} FROM jobs WHERE user_id = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR kind = $3) "
                  "AND ($4 = 0 OR id < $4) ORDER BY id DESC LIMIT $5",
                  job_columns);
  std::vector<Job> jobs;
  sql::Query rows = connection().query(sql, user(), filter.state ? to_string(*filter.state) : std::string_view(),
                                       filter.kind, filter.before.value_or(0), filter.limit);
  while (rows.next()) {
    jobs.push_back(read_job(rows));
  }
  return jobs;
}

std::optional<Job> Jobs::find(JobId id) const {
  static const std::string sql = fmt::format("SELECT {} FROM jobs WHERE user_id = $1 AND id = $2", job_columns);
  sql::Query row = connection().query(sql, user(), id);
  return row.next() ? std::optional(read_job(row)) : std::nullopt;
}

std::map<JobState, std::int64_t> Jobs::counts() const {
  std::map<JobState, std::int64_t> counts;
  sql::Query rows = connection().query("SELECT state, count(*) FROM jobs WHERE user_id = $1 GROUP BY state", user());
  while (rows.next()) {
    counts[job_state_of(rows.text_view(0))] = rows.integer(1);
  }
  return counts;
}

std::vector<std::string> Jobs::arguments_of_unfinished(std::string_view kind) const {
  // Written for the two partial indices; the sign keeps SQLite from walking through all jobs of the person.
  constexpr std::string_view sql =
      "SELECT arguments FROM jobs WHERE user_id = $1 AND kind = $2 AND unique_key <> '' AND state = 'ready' "
      "AND run_at_ms <= now_ms() "
      "UNION ALL SELECT arguments FROM jobs WHERE state = 'running' AND kind = $2 AND +user_id = $1";
  std::vector<std::string> arguments;
  sql::Query rows = connection().query(sql, user(), kind);
  while (rows.next()) {
    arguments.push_back(rows.text(0));
  }
  return arguments;
}

bool Jobs::cancel(JobId id) {
  sql::Transaction transaction(connection());
  const std::int64_t waiting = connection().execute(
      "UPDATE jobs SET state = 'cancelled', finished_ms = now_ms() WHERE id = $1 AND user_id = $2 AND state = 'ready'",
      id, user());
  const std::int64_t running = connection().execute(
      "UPDATE jobs SET cancel_requested = 1 WHERE id = $1 AND user_id = $2 AND state = 'running'", id, user());
  transaction.commit();
  return waiting + running > 0;
}

bool Jobs::retry(JobId id) {
  sql::Transaction transaction(connection());
  // One that waits with the same key will do the same work.
  const std::int64_t changed = connection().execute(
      "UPDATE jobs SET state = 'ready', run_at_ms = now_ms(), failures = 0, losses = 0, cancel_requested = 0, "
      "finished_ms = NULL, error_kind = '', message = '' WHERE id = $1 AND user_id = $2 AND state IN ('dead', "
      "'cancelled') AND NOT EXISTS (SELECT 1 FROM jobs w WHERE w.user_id = jobs.user_id AND w.kind = jobs.kind AND "
      "w.unique_key = jobs.unique_key AND w.unique_key <> '' AND w.state = 'ready')",
      id, user());
  announce_work(connection());
  transaction.commit();
  return changed > 0;
}

} // namespace tracekit::store
