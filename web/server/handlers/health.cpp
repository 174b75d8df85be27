// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

/// The process is alive. Asks nobody.
Response health(Call&) { return json_response({{"status", "ok"}}); }

Response ready(Call& call) {
  const std::vector<std::string> reasons = call.service().readiness.reasons();
  return reasons.empty() ? json_response({{"status", "ok"}})
                         : json_response({{"status", "unavailable"}, {"reasons", reasons}}, 503);
}

} // namespace

void add_health(Routes& routes) {
  routes.add("GET", "/health", Access::always, health).says("The process lives");
  routes.add("GET", "/ready", Access::always, ready).says("Requests that need the database can be answered");
}

} // namespace tracekit::web
