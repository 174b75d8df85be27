// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "handlers/list.hpp"

namespace tracekit::web {
namespace {

constexpr int not_ready_status = 503;

/// The process is alive. Asks nobody.
Response health(Call&) { return json_response({{"status", "ok"}}); }

Response ready(Call& call) {
  const std::vector<std::string> reasons = call.service().readiness.reasons();
  return reasons.empty() ? json_response({{"status", "ok"}})
                         : json_response({{"status", "unavailable"}, {"reasons", reasons}}, not_ready_status);
}

} // namespace

void add_health(Routes& routes) {
  routes.add("GET", "/health", Access::always, health).says("The process lives").tells("status");
  routes.add("GET", "/ready", Access::always, ready)
      .says("Requests that need the database can be answered")
      .shape("readiness")
      .also_with(not_ready_status);
}

} // namespace tracekit::web
