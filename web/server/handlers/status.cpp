// SPDX-License-Identifier: MIT
#include "app/status.hpp"

#include <nlohmann/json.hpp>

#include "handlers/list.hpp"

namespace tracekit::web {

void add_status(Routes& routes) {
  routes
      .add("GET", "/api/status", Access::read,
           [](Call& call) {
             call.knows_only({});
             return json_response(app::to_json(app::status(call.app())));
           })
      .says("What `tracekit --json status` prints")
      .shape("status");
}

} // namespace tracekit::web
