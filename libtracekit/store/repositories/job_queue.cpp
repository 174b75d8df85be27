// SPDX-License-Identifier: MIT
#include "store/repositories/job_queue.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include <fmt/format.h>

#include "store/dialect.hpp"
#include "store/repositories/job_row.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

/// Runs that end as one statement; a shorter list repeats its last, so that one prepared text serves all lengths.
constexpr std::size_t ends_at_once = 32;

std::string claim_sql(sql::Engine engine, std::string_view condition) {
  return fmt::format(
      "WITH due AS MATERIALIZED (SELECT j.id FROM jobs j WHERE j.state = 'ready' AND j.run_at_ms <= now_ms() AND {} "
      "ORDER BY j.priority, j.run_at_ms, j.id LIMIT $1{}) "
      "UPDATE jobs SET state = 'running', worker = $2, lease_until_ms = now_ms() + $3, attempt = attempt + 1, "
      "started_ms = now_ms(), cancel_requested = 0, progress_what = '', progress_done = 0, progress_total = 0 "
      "WHERE id IN (SELECT id FROM due) RETURNING {}",
      condition, skipping_locked(engine), job_columns);
}

// A job that took its worker down is not to take others with it: it comes alone.
constexpr std::string_view light_condition = "j.light = 1 AND j.losses = 0";
constexpr std::string_view suspect_condition = "j.light = 1 AND j.losses > 0";
constexpr std::string_view other_condition =
    "j.light = 0 AND (j.lane = '' OR NOT EXISTS (SELECT 1 FROM jobs r WHERE r.state = 'running' AND r.user_id = "
    "j.user_id AND r.lane = j.lane))";

std::vector<Job> take(sql::Connection& connection, const std::string& sql, std::int64_t limit, WorkerId worker,
                      std::int64_t lease_ms) {
  std::vector<Job> jobs;
  sql::Query rows = connection.query(sql, limit, worker, lease_ms);
  while (rows.next()) {
    jobs.push_back(read_job(rows));
  }
  std::ranges::sort(jobs, [](const Job& a, const Job& b) {
    return std::tie(a.priority, a.run_at_ms, a.id) < std::tie(b.priority, b.run_at_ms, b.id);
  });
  return jobs;
}

const std::string& plain_ends_sql() {
  static const std::string sql = [] {
    std::string pairs;
    for (std::size_t i = 0; i < ends_at_once; ++i) {
      pairs += fmt::format("{}(CAST(${} AS BIGINT), CAST(${} AS BIGINT))", i == 0 ? "" : ", ", 2 * i + 1, 2 * i + 2);
    }
    return fmt::format("UPDATE jobs SET state = 'done', finished_ms = now_ms(), worker = NULL, lease_until_ms = NULL, "
                       "error_kind = '', message = '' WHERE state = 'running' AND (id, attempt) IN (VALUES {}) "
                       "RETURNING id",
                       pairs);
  }();
  return sql;
}

bool is_plain(const JobOutcome& outcome) { return outcome.state == JobState::done && outcome.result.empty(); }

void end_plainly(sql::Connection& connection, std::span<const JobOutcome> outcomes, std::vector<JobId>& lost) {
  sql::Query ended(connection, plain_ends_sql());
  for (std::size_t i = 0; i < ends_at_once; ++i) {
    const JobOutcome& outcome = outcomes[std::min(i, outcomes.size() - 1)];
    const auto number = static_cast<int>(2 * i + 1);
    ended.bind(number, outcome.id);
    ended.bind(number + 1, outcome.attempt);
  }
  std::vector<JobId> done;
  while (ended.next()) {
    done.push_back(ended.integer(0));
  }
  for (const JobOutcome& outcome : outcomes) {
    if (std::ranges::find(done, outcome.id) == done.end()) {
      lost.push_back(outcome.id);
    }
  }
}

constexpr std::string_view another_waits =
    "EXISTS (SELECT 1 FROM jobs w WHERE w.user_id = jobs.user_id AND w.kind = jobs.kind AND w.unique_key = "
    "jobs.unique_key AND w.unique_key <> '' AND w.state = 'ready')";

/// One that is to wait again while another of the same key waits is no longer needed.
bool end_one(sql::Connection& connection, const JobOutcome& outcome) {
  static const std::string sql =
      fmt::format("UPDATE jobs SET state = CASE WHEN $3 = 'ready' AND {0} THEN 'cancelled' ELSE $3 END, "
                  "message = CASE WHEN $3 = 'ready' AND {0} THEN 'a later job does the same' ELSE $8 END, "
                  "finished_ms = CASE WHEN $3 = 'ready' AND NOT {0} THEN NULL ELSE now_ms() END, "
                  "run_at_ms = CASE WHEN $3 = 'ready' THEN now_ms() + $4 ELSE run_at_ms END, failures = failures + $5, "
                  "result = $6, error_kind = $7, worker = NULL, lease_until_ms = NULL "
                  "WHERE id = $1 AND attempt = $2 AND state = 'running'",
                  another_waits);
  return connection.execute(sql, outcome.id, outcome.attempt, to_string(outcome.state), outcome.delay_ms,
                            outcome.counts_as_failure, outcome.result, outcome.error_kind, outcome.message) > 0;
}

/// Of runs whose worker is gone: wait again soon, or give up. Without `most_losses` the job is not to blame. One that
/// would wait beside another of its key gives the key up, or neither could be stored.
std::int64_t release_where(sql::Connection& connection, std::string_view condition, std::int64_t argument,
                           std::optional<std::int64_t> most_losses) {
  const std::string sql = fmt::format(
      "UPDATE jobs SET state = CASE WHEN losses + $3 >= $2 THEN 'dead' WHEN cancel_requested = 1 THEN 'cancelled' "
      "ELSE 'ready' END, finished_ms = CASE WHEN losses + $3 >= $2 OR cancel_requested = 1 THEN now_ms() END, "
      "losses = losses + $3, message = 'its worker ended in the middle of it', error_kind = 'interrupted', "
      "worker = NULL, lease_until_ms = NULL, unique_key = CASE WHEN {} THEN '' ELSE unique_key END "
      "WHERE state = 'running' AND {}",
      another_waits, condition);
  constexpr std::int64_t any_number = std::numeric_limits<std::int64_t>::max();
  sql::Transaction transaction(connection);
  const std::int64_t released =
      connection.execute(sql, argument, most_losses.value_or(any_number), most_losses.has_value());
  if (released > 0) {
    announce_work(connection);
  }
  transaction.commit();
  return released;
}

} // namespace

WorkerId JobQueue::enter(const std::string& name) {
  sql::Query row = connection().query(
      "INSERT INTO workers (name, started_ms, seen_ms) VALUES ($1, now_ms(), now_ms()) RETURNING id", name);
  row.next();
  const WorkerId worker = row.integer(0);
  row.next();
  return worker;
}

void JobQueue::leave(WorkerId worker) { connection().execute("DELETE FROM workers WHERE id = $1", worker); }

std::vector<Job> JobQueue::claim(WorkerId worker, bool light, std::int64_t limit, std::int64_t lease_ms) {
  const sql::Engine engine = connection().engine();
  if (!light) {
    static const std::string others[] = {claim_sql(sql::Engine::sqlite, other_condition),
                                         claim_sql(sql::Engine::postgres, other_condition)};
    return take(connection(), others[static_cast<std::size_t>(engine)], 1, worker, lease_ms);
  }
  static const std::string lights[] = {claim_sql(sql::Engine::sqlite, light_condition),
                                       claim_sql(sql::Engine::postgres, light_condition)};
  static const std::string suspects[] = {claim_sql(sql::Engine::sqlite, suspect_condition),
                                         claim_sql(sql::Engine::postgres, suspect_condition)};
  std::vector<Job> jobs = take(connection(), lights[static_cast<std::size_t>(engine)], limit, worker, lease_ms);
  return jobs.empty() ? take(connection(), suspects[static_cast<std::size_t>(engine)], 1, worker, lease_ms) : jobs;
}

std::vector<JobId> JobQueue::finish(std::span<const JobOutcome> outcomes) {
  std::vector<JobId> lost;
  std::vector<JobOutcome> plain;
  sql::Transaction transaction(connection());
  for (const JobOutcome& outcome : outcomes) {
    if (is_plain(outcome)) {
      plain.push_back(outcome);
    } else if (!end_one(connection(), outcome)) {
      lost.push_back(outcome.id);
    }
  }
  for (std::size_t first = 0; first < plain.size(); first += ends_at_once) {
    end_plainly(connection(), std::span(plain).subspan(first, std::min(ends_at_once, plain.size() - first)), lost);
  }
  transaction.commit();
  return lost;
}

std::vector<RunningJob> JobQueue::beat(WorkerId worker, const std::string& name, std::span<const JobProgress> progress,
                                       std::int64_t lease_ms) {
  sql::Transaction transaction(connection());
  // Entered again where it had been taken for gone.
  connection().execute("INSERT INTO workers (id, name, started_ms, seen_ms) VALUES ($1, $2, now_ms(), now_ms()) "
                       "ON CONFLICT (id) DO UPDATE SET seen_ms = now_ms()",
                       worker, name);
  for (const JobProgress& job : progress) {
    connection().execute("UPDATE jobs SET progress_what = $3, progress_done = $4, progress_total = $5 "
                         "WHERE id = $1 AND attempt = $2 AND state = 'running'",
                         job.id, job.attempt, job.what, job.done, job.total);
  }
  std::vector<RunningJob> running;
  {
    sql::Query rows = connection().query("UPDATE jobs SET lease_until_ms = now_ms() + $2 WHERE worker = $1 AND "
                                         "state = 'running' RETURNING id, attempt, cancel_requested",
                                         worker, lease_ms);
    while (rows.next()) {
      running.push_back({rows.integer(0), rows.integer(1), rows.boolean(2)});
    }
  }
  transaction.commit();
  return running;
}

std::vector<WorkerId> JobQueue::silent_workers(std::int64_t silent_ms) const {
  std::vector<WorkerId> workers;
  sql::Query rows = connection().query(
      "SELECT DISTINCT j.worker FROM jobs j LEFT JOIN workers w ON w.id = j.worker WHERE j.state = 'running' AND "
      "j.worker IS NOT NULL AND (w.id IS NULL OR w.seen_ms < now_ms() - $1)",
      silent_ms);
  while (rows.next()) {
    workers.push_back(rows.integer(0));
  }
  return workers;
}

std::int64_t JobQueue::release_worker(WorkerId worker, std::int64_t most_losses) {
  return release_where(connection(), "worker = $1", worker, most_losses);
}

std::int64_t JobQueue::give_back(JobId job) { return release_where(connection(), "id = $1", job, std::nullopt); }

std::int64_t JobQueue::release_expired(std::int64_t most_losses) {
  return release_where(connection(), "lease_until_ms < now_ms() - $1", 0, most_losses);
}

std::int64_t JobQueue::expired() const {
  sql::Query row =
      connection().query("SELECT count(*) FROM jobs WHERE state = 'running' AND lease_until_ms < now_ms()");
  return row.next() ? row.integer(0) : 0;
}

std::optional<std::int64_t> JobQueue::next_due_in_ms() const {
  sql::Query row = connection().query("SELECT min(run_at_ms) - now_ms() FROM jobs WHERE state = 'ready'");
  return row.next() && !row.is_null(0) ? std::optional(std::max<std::int64_t>(0, row.integer(0))) : std::nullopt;
}

EpochMillis JobQueue::now_ms() const {
  sql::Query row = connection().query("SELECT now_ms()");
  return row.next() ? row.integer(0) : 0;
}

std::int64_t JobQueue::forget_older_than(std::int64_t age_ms, std::int64_t limit) {
  sql::Transaction transaction(connection());
  const std::int64_t dropped = connection().execute(
      "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE finished_ms < now_ms() - $1 AND state <> 'dead' LIMIT "
      "$2)",
      age_ms, limit);
  connection().execute("DELETE FROM workers WHERE seen_ms < now_ms() - $1 AND NOT EXISTS (SELECT 1 FROM jobs WHERE "
                       "jobs.worker = workers.id)",
                       age_ms);
  transaction.commit();
  return dropped;
}

} // namespace tracekit::store
