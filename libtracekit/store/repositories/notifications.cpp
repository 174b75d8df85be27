// SPDX-License-Identifier: MIT
#include "store/repositories/notifications.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/sql/connection.hpp"

namespace tracekit::store {
namespace {

constexpr std::string_view notification_query =
    "SELECT id, level, topic, message, times, created_at, updated_at, expires_at, read_at FROM notifications "
    "WHERE user_id = $1 AND (expires_at IS NULL OR expires_at > $2)";

std::vector<Notification> read_notifications(sql::Query rows) {
  std::vector<Notification> notifications;
  while (rows.next()) {
    notifications.push_back({rows.integer(0), notification_level_of(rows.text_view(1)), rows.text(2), rows.text(3),
                             rows.integer(4), rows.integer(5), rows.integer(6), rows.optional_integer(7),
                             rows.optional_integer(8)});
  }
  return notifications;
}

} // namespace

std::string_view to_string(NotificationLevel level) { return level == NotificationLevel::error ? "error" : "info"; }

NotificationLevel notification_level_of(std::string_view word) {
  if (word == "error" || word == "info") {
    return word == "error" ? NotificationLevel::error : NotificationLevel::info;
  }
  throw Error(ErrorKind::usage, fmt::format("\"{}\" is no level of a notification", word), "say info or error");
}

void Notifications::add(NotificationLevel level, const std::string& topic, const std::string& message,
                        EpochSeconds when, std::optional<EpochSeconds> expires_at) {
  connection().execute(
      "INSERT INTO notifications (user_id, level, topic, message, times, created_at, updated_at, expires_at) "
      "VALUES ($1, $2, $3, $4, 1, $5, $5, $6) ON CONFLICT (user_id, topic) WHERE topic <> '' AND read_at IS NULL "
      "DO UPDATE SET level = excluded.level, message = excluded.message, times = notifications.times + 1, "
      "updated_at = excluded.updated_at, expires_at = excluded.expires_at",
      user(), to_string(level), topic, message, when, expires_at);
}

std::vector<Notification> Notifications::list(EpochSeconds now, std::int64_t limit) const {
  static const std::string sql = std::string(notification_query) +
                                 " ORDER BY CASE WHEN read_at IS NULL THEN 0 ELSE 1 END, updated_at DESC, id DESC "
                                 "LIMIT $3";
  return read_notifications(connection().query(sql, user(), now, limit));
}

std::vector<Notification> Notifications::unread(EpochSeconds now) const {
  static const std::string sql =
      std::string(notification_query) + " AND read_at IS NULL ORDER BY updated_at DESC, id DESC";
  return read_notifications(connection().query(sql, user(), now));
}

bool Notifications::mark_read(std::int64_t id, EpochSeconds when) {
  return connection().execute("UPDATE notifications SET read_at = coalesce(read_at, $3) WHERE user_id = $1 AND id = $2",
                              user(), id, when) > 0;
}

std::int64_t Notifications::mark_all_read(EpochSeconds when) {
  return connection().execute("UPDATE notifications SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL", user(),
                              when);
}

std::int64_t Notifications::settle(const std::string& topic, EpochSeconds when) {
  return connection().execute(
      "UPDATE notifications SET read_at = $3 WHERE user_id = $1 AND topic = $2 AND topic <> '' AND read_at IS NULL",
      user(), topic, when);
}

std::int64_t Notifications::forget_expired(EpochSeconds now) {
  return connection().execute("DELETE FROM notifications WHERE user_id = $1 AND expires_at <= $2", user(), now);
}

} // namespace tracekit::store
