// SPDX-License-Identifier: MIT
#include "app/months.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "handlers/list.hpp"
#include "sync/plan_json.hpp"

namespace tracekit::web {
namespace {

/// The plan of a month as `sync-month --dry-run --json` prints it. Only looks: when something in the month has not been
/// matched again yet, the plan says so instead of doing that.
Response month_changes(Call& call) {
  call.knows_only({});
  const Month month = call.month();
  nlohmann::json plan = sync::to_json(app::compare_month(call.app(), month));
  plan["applied"] = nlohmann::json::array();
  const std::vector<Month> touched = call.app().mine().month_summaries.dirty();
  plan["stale"] = std::ranges::find(touched, month) != touched.end();
  return json_response(plan);
}

} // namespace

void add_month_changes(Routes& routes) { routes.add("GET", "/api/month-changes/{month}", Access::read, month_changes); }

} // namespace tracekit::web
