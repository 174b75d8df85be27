// SPDX-License-Identifier: MIT
#include "app/notifications.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

constexpr std::int64_t usual_notifications = 50;
constexpr std::int64_t most_notifications = 200;

Response list_notifications(Call& call) {
  call.knows_only({"limit"});
  const std::int64_t limit = call.asked_number("limit", 1, most_notifications).value_or(usual_notifications);
  nlohmann::json notifications = nlohmann::json::array();
  for (const store::Notification& one : call.app().mine().notifications.list(call.app().now(), limit)) {
    notifications.push_back(app::to_json(one));
  }
  return json_response({{"notifications", std::move(notifications)}});
}

Response mark_read(Call& call) {
  if (!call.app().mine().notifications.mark_read(call.number("id"), call.app().now())) {
    throw HttpError(404, "not_found", fmt::format("there is no notification {}", call.number("id")));
  }
  return json_response({{"read", 1}});
}

Response mark_all_read(Call& call) {
  return json_response({{"read", call.app().mine().notifications.mark_all_read(call.app().now())}});
}

} // namespace

void add_notifications(Routes& routes) {
  routes.add("GET", "/api/notifications", Access::read, list_notifications)
      .says("Unread ones first, then newest first")
      .shapes("notification", "notifications")
      .asks("limit", "1 to 200", Description::Type::integer);
  routes.add("POST", "/api/notifications/read", Access::write, mark_all_read)
      .says("Marks all as read")
      .tells("read", Description::Type::integer);
  routes.add("POST", "/api/notifications/{id}/read", Access::write, mark_read)
      .says("Marks one as read")
      .tells("read", Description::Type::integer);
}

} // namespace tracekit::web
