// SPDX-License-Identifier: MIT
#include "store/repositories/live.hpp"

#include "store/repositories/month_rows.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {

std::map<Month, std::string> Live::months() const {
  std::map<Month, std::string> months;
  const auto note = [&](const char* sql, int columns) {
    sql::Query rows = connection().query(sql, user());
    while (rows.next()) {
      std::string& mark = months[month_of_index(rows.integer(0))];
      for (int i = 1; i <= columns; ++i) {
        mark += rows.text_view(i);
        mark += '\n';
      }
    }
  };
  note("SELECT month, activities || ' ' || matched || ' ' || open_differences || ' ' || dirty FROM month_summaries "
       "WHERE user_id = $1 ORDER BY month",
       1);
  note("SELECT month, provider, records || ' ' || days || ' ' || open_differences, devices FROM month_providers "
       "WHERE user_id = $1 ORDER BY month, provider",
       3);
  note("SELECT month, provider, status, reason, pulled_at || ' ' || records FROM provider_months WHERE user_id = $1 "
       "ORDER BY month, provider",
       4);
  return months;
}

std::int64_t Live::unread_notifications(EpochSeconds now) const {
  sql::Query row = connection().query("SELECT count(*) FROM notifications WHERE user_id = $1 AND read_at IS NULL AND "
                                      "(expires_at IS NULL OR expires_at > $2)",
                                      user(), now);
  row.next();
  return row.integer(0);
}

void Live::note_outcome(JobId job, const std::string& change, bool done, const std::string& message) {
  connection().execute("INSERT INTO job_outcomes (user_id, job, change_id, done, message) VALUES ($1, $2, $3, $4, $5)",
                       user(), job, change, done ? 1 : 0, message);
}

std::vector<ChangeOutcome> Live::outcomes_after(std::int64_t id) const {
  std::vector<ChangeOutcome> outcomes;
  sql::Query rows = connection().query("SELECT id, job, change_id, done, message FROM job_outcomes WHERE user_id = $1 "
                                       "AND id > $2 ORDER BY id",
                                       user(), id);
  while (rows.next()) {
    outcomes.push_back({rows.integer(0), rows.integer(1), rows.text(2), rows.integer(3) != 0, rows.text(4)});
  }
  return outcomes;
}

std::int64_t Live::last_outcome() const {
  sql::Query row = connection().query("SELECT COALESCE(max(id), 0) FROM job_outcomes WHERE user_id = $1", user());
  row.next();
  return row.integer(0);
}

Live::Entrances Live::entrances(EpochSeconds now) const {
  Entrances entrances;
  const auto collect = [](sql::Query rows, std::vector<std::int64_t>& ids) {
    while (rows.next()) {
      ids.push_back(rows.integer(0));
    }
  };
  collect(connection().query("SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.user_id = $1 AND "
                             "u.state = 'active'",
                             user()),
          entrances.sessions);
  collect(connection().query("SELECT t.id FROM api_tokens t JOIN users u ON u.id = t.user_id WHERE t.user_id = $1 AND "
                             "u.state = 'active' AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > "
                             "$2)",
                             user(), now),
          entrances.tokens);
  return entrances;
}

} // namespace tracekit::store
