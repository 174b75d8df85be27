// SPDX-License-Identifier: MIT
#include "store/repositories/schedules.hpp"

#include "store/dialect.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr std::string_view schedule_query =
    "SELECT id, user_id, name, expression, time_zone, kind, arguments, enabled, next_at, last_at FROM schedules";

std::vector<Schedule> read_schedules(sql::Query rows) {
  std::vector<Schedule> schedules;
  while (rows.next()) {
    schedules.push_back({rows.integer(0), rows.integer(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5),
                         rows.text(6), rows.boolean(7), rows.integer(8), rows.optional_integer(9)});
  }
  return schedules;
}

} // namespace

void Schedules::save(const Schedule& schedule) {
  sql::Transaction transaction(connection());
  connection().execute(
      "INSERT INTO schedules (user_id, name, expression, time_zone, kind, arguments, enabled, next_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (user_id, name) DO UPDATE SET expression = "
      "excluded.expression, time_zone = excluded.time_zone, kind = excluded.kind, arguments = excluded.arguments, "
      "enabled = excluded.enabled, next_at = excluded.next_at",
      user(), schedule.name, schedule.expression, schedule.time_zone, schedule.kind, schedule.arguments,
      schedule.enabled, schedule.next_at);
  announce_work(connection());
  transaction.commit();
}

bool Schedules::erase(const std::string& name) {
  return connection().execute("DELETE FROM schedules WHERE user_id = $1 AND name = $2", user(), name) > 0;
}

std::optional<Schedule> Schedules::find(const std::string& name) const {
  static const std::string sql = std::string(schedule_query) + " WHERE user_id = $1 AND name = $2";
  std::vector<Schedule> found = read_schedules(connection().query(sql, user(), name));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Schedule> Schedules::all() const {
  static const std::string sql = std::string(schedule_query) + " WHERE user_id = $1 ORDER BY name";
  return read_schedules(connection().query(sql, user()));
}

std::vector<Schedule> DueSchedules::due(EpochSeconds now) const {
  static const std::string sql = std::string(schedule_query) + " WHERE enabled = 1 AND next_at <= $1 ORDER BY id";
  return read_schedules(connection_->query(sql, now));
}

std::optional<EpochSeconds> DueSchedules::next() const {
  sql::Query row = connection_->query("SELECT min(next_at) FROM schedules WHERE enabled = 1");
  return row.next() ? row.optional_integer(0) : std::nullopt;
}

bool DueSchedules::advance(const Schedule& schedule, EpochSeconds next_at) {
  return connection_->execute("UPDATE schedules SET last_at = next_at, next_at = $3 WHERE id = $1 AND next_at = $2 AND "
                              "enabled = 1",
                              schedule.id, schedule.next_at, next_at) > 0;
}

} // namespace tracekit::store
