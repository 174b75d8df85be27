// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/activity_list.hpp"
#include "app/settings_view.hpp"
#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

constexpr std::int64_t usual_recent = 10;
constexpr std::int64_t most_recent = 200;

/// As they are now: the application that changed them still has the old ones.
Response settings_now(Call& call) {
  const AppPool::Lease lease = call.service().apps.of(call.app().mine().user());
  return json_response(app::settings_view(lease.app()));
}

Response show_config(Call& call) {
  call.knows_only({});
  return json_response(app::settings_view(call.app()));
}

Response change_config(Call& call) {
  app::change_settings(call.app(), call.body());
  return settings_now(call);
}

Response order_providers(Call& call) {
  const nlohmann::json body = call.body();
  const auto order = body.find("order");
  const bool is_list = order != body.end() && order->is_array() &&
                       std::all_of(order->begin(), order->end(), [](const auto& id) { return id.is_string(); });
  if (!is_list) {
    throw Error(ErrorKind::usage, "\"order\" is missing, or is no list of providers");
  }
  app::order_providers(call.app(), order->get<std::vector<std::string>>());
  return settings_now(call);
}

Response provider_status(Call& call) {
  call.knows_only({});
  return json_response(app::provider_standings(call.app()));
}

Response recent_activity(Call& call) {
  call.knows_only({"limit"});
  app::ActivityListFilter filter;
  filter.limit = static_cast<std::size_t>(call.asked_number("limit", 1, most_recent).value_or(usual_recent));
  return json_response(app::to_json(app::list_activities(call.app(), filter)));
}

Response database(Call& call) {
  call.knows_only({});
  return json_response(app::database_view(call.app()));
}

} // namespace

void add_config(Routes& routes) {
  routes.add("GET", "/api/config", Access::read, show_config)
      .says("Settings, and how each provider stands")
      .shape("config");
  routes.add("PUT", "/api/config", Access::admin, change_config)
      .says("Changes settings, all of them or none")
      .shape("config")
      .takes_any();
  routes.add("POST", "/api/providers/order", Access::admin, order_providers)
      .says("Orders providers by priority")
      .shape("config")
      .takes("order", "their ids, the authority first", Description::Type::list);
  routes.add("GET", "/api/provider-status", Access::read, provider_status)
      .says("How each provider stands")
      .shapes("provider-standing", "providers");
  routes.add("GET", "/api/recent-activity", Access::read, recent_activity)
      .says("The newest activities")
      .shapes("listed-activity", "activities")
      .asks("limit", "1 to 200", Description::Type::integer);
  routes.add("GET", "/api/database", Access::read, database)
      .says("Size and contents of the database")
      .shape("database");
}

} // namespace tracekit::web
