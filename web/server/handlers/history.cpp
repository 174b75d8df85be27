// SPDX-License-Identifier: MIT
#include <limits>
#include <nlohmann/json.hpp>

#include "app/changes.hpp"
#include "app/dismissal.hpp"
#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

constexpr std::int64_t usual_entries = 50;
constexpr std::int64_t most_entries = 200;

/// What `tracekit history --json` prints.
Response history(Call& call) {
  call.knows_only({"before", "limit"});
  const auto before = call.asked_number("before", 1, std::numeric_limits<std::int64_t>::max());
  nlohmann::json entries = nlohmann::json::array();
  for (const store::JournalEntry& entry :
       call.app().mine().journal.list(call.asked_number("limit", 1, most_entries).value_or(usual_entries), before)) {
    entries.push_back(app::to_json(entry));
  }
  return json_response(entries);
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
  routes.add("GET", "/api/history", Access::read, history);
  routes.add("POST", "/api/changes/{id}/dismiss", Access::write, dismiss);
  routes.add("GET", "/api/dismissed", Access::read, list_dismissed);
  routes.add("DELETE", "/api/dismissed/{id}", Access::write, bring_back);
}

} // namespace tracekit::web
