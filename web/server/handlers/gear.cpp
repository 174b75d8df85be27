// SPDX-License-Identifier: MIT
#include "app/gear.hpp"

#include <nlohmann/json.hpp>

#include "handlers/list.hpp"
#include "handlers/values.hpp"

namespace tracekit::web {
namespace {

/// What `tracekit gear --json` prints.
Response show_gear(Call& call) {
  call.knows_only({"from", "to", "name"});
  app::GearFilter filter;
  filter.from = asked_day(call, "from");
  filter.to = asked_day(call, "to");
  filter.name = call.asked("name").value_or("");
  return json_response(app::to_json(app::gear(call.app(), filter)));
}

Response add_alias(Call& call) {
  constexpr int created = 201;
  const nlohmann::json body = call.body();
  return json_response(
      app::to_json(app::add_gear_alias(call.app(), text_field(body, "alias"), text_field(body, "name"))), created);
}

Response remove_alias(Call& call) {
  return json_response(app::to_json(app::remove_gear_alias_of_id(call.app(), call.part("id"))));
}

} // namespace

void add_gear(Routes& routes) {
  routes.add("GET", "/api/gear", Access::read, show_gear)
      .says("Mileage of equipment, and where providers disagree on it")
      .shape("gear")
      .asks("from", "first day, YYYY-MM-DD")
      .asks("to", "last day, YYYY-MM-DD")
      .asks("name", "words of its name");
  routes.add("POST", "/api/gear/aliases", Access::write, add_alias)
      .says("Says that two names mean the same equipment")
      .shape("gear-alias-change")
      .takes("alias", "the one")
      .takes("name", "what it stands for")
      .answers(201);
  routes.add("DELETE", "/api/gear/aliases/{id}", Access::write, remove_alias)
      .says("Takes that back")
      .shape("gear-alias-change");
}

} // namespace tracekit::web
