// SPDX-License-Identifier: MIT
#include "app/months.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "handlers/list.hpp"
#include "sync/plan_json.hpp"

namespace tracekit::web {
namespace {

/// The plan of a month as `sync-month --dry-run --json` prints it. Only looks: when something in the month has not been
/// matched again yet, the plan says so instead of doing that.
std::string plan_of(app::App& app, Month month) {
  nlohmann::json plan = sync::to_json(app::compare_month(app, month));
  plan["applied"] = nlohmann::json::array();
  const std::vector<Month> touched = app.mine().month_summaries.dirty();
  plan["stale"] = std::ranges::find(touched, month) != touched.end();
  return json_response(plan).body;
}

Response month_changes(Call& call) {
  call.knows_only({});
  const Month month = call.month();
  app::App& app = call.app();
  // What values of write-only providers are worth, and whether a provider's limit is over, changes with time alone.
  const std::string minute = std::to_string(app.now() / 60);
  const std::string key = fmt::format("plan {} {}", app.mine().user(), month.text());
  Response response;
  response.body = call.service().answers.of(key, minute, [&] { return plan_of(app, month); });
  return response;
}

/// From every enabled provider, or from those that the body names.
Response pull_month(Call& call) {
  nlohmann::json arguments = {{"months", {call.month().text()}}};
  if (!call.request().body.empty()) {
    const nlohmann::json body = call.body();
    if (const auto providers = body.find("providers"); providers != body.end()) {
      arguments["providers"] = *providers;
    }
  }
  return queued(call, "pull", arguments);
}

/// Approves changes of a plan, told by their ids.
Response apply_changes(Call& call) {
  const nlohmann::json body = call.body();
  const auto changes = body.find("changes");
  if (changes == body.end() || !changes->is_array() || changes->empty()) {
    throw Error(ErrorKind::usage, "\"changes\" is missing, or names none",
                "give the ids of the changes that /api/month-changes shows");
  }
  nlohmann::json arguments = {{"month", text_field(body, "month")}, {"changes", *changes}};
  if (const auto all = body.find("really_all"); all != body.end()) {
    arguments["really_all"] = *all;
  }
  return queued(call, "apply-changes", arguments);
}

} // namespace

void add_month_changes(Routes& routes) {
  routes.add("GET", "/api/month-changes/{month}", Access::read, month_changes)
      .says("The comparison and the plan of a month")
      .shape("plan");
  routes.add("POST", "/api/sync/{month}", Access::write, pull_month)
      .says("Leaves the pull of a month to a job")
      .shape("queued-job")
      .may_take("providers", "only from these", Description::Type::list)
      .answers(202);
  routes.add("POST", "/api/month-sync/apply", Access::write, apply_changes)
      .says("Leaves the changes of a plan that are approved to a job")
      .shape("queued-job")
      .takes("month", "YYYY-MM")
      .takes("changes", "their ids", Description::Type::list)
      .may_take("really_all", "also more than half of a provider's month", Description::Type::boolean)
      .answers(202);
}

} // namespace tracekit::web
