// SPDX-License-Identifier: MIT
#include "openapi.hpp"

#include <nlohmann/json.hpp>

#include "handlers/list.hpp"

namespace tracekit::web {

void add_openapi(Routes& routes) {
  routes
      .add("GET", "/api/openapi.json", Access::open,
           [&routes](Call& call) {
             call.knows_only({});
             return json_response(openapi_document(routes));
           })
      .says("This document")
      .tells("openapi")
      .tells("info", Description::Type::object)
      .tells("paths", Description::Type::object)
      .tells("components", Description::Type::object);
}

} // namespace tracekit::web
