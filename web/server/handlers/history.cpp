// SPDX-License-Identifier: MIT
#include <limits>
#include <nlohmann/json.hpp>

#include "app/dismissal.hpp"
#include "app/history.hpp"
#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

constexpr std::int64_t usual_changes = 50;
constexpr std::int64_t most_changes = 200;

/// What `tracekit history --json` prints.
Response history(Call& call) {
  call.knows_only({"before", "limit"});
  const auto before = call.asked_number("before", 1, std::numeric_limits<std::int64_t>::max());
  const auto limit = call.asked_number("limit", 1, most_changes).value_or(usual_changes);
  return json_response(app::to_json(app::history(call.app(), limit, before)));
}

Response dismiss(Call& call) {
  app::dismiss_change(call.app(), Month::parse(text_field(call.body(), "month")), call.part("id"));
  return json_response({{"dismissed", call.part("id")}});
}

Response list_dismissed(Call& call) {
  call.knows_only({});
  return json_response(app::dismissed_changes(call.app()));
}

Response bring_back(Call& call) {
  app::bring_back_change(call.app(), call.part("id"));
  return json_response({{"brought_back", call.part("id")}});
}

} // namespace

void add_history(Routes& routes) {
  routes.add("GET", "/api/history", Access::read, history)
      .says("Changes that were made at providers, newest first, and of which workouts")
      .shapes("journal-entry")
      .asks("before", "only older ones than this", Description::Type::integer)
      .asks("limit", "1 to 200", Description::Type::integer);
  routes.add("POST", "/api/changes/{id}/dismiss", Access::write, dismiss)
      .says("Takes a change out of its month's plan, for good")
      .tells("dismissed")
      .takes("month", "whose plan proposes it");
  routes.add("GET", "/api/dismissed", Access::read, list_dismissed)
      .says("Changes that are never to be proposed")
      .shape("dismissed");
  routes.add("DELETE", "/api/dismissed/{id}", Access::write, bring_back)
      .says("Lets a change be proposed again")
      .shape("brought-back");
}

} // namespace tracekit::web
