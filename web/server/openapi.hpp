// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "http/routes.hpp"

namespace tracekit::web {

/// The OpenAPI 3.1 document of the routes that programs use: all but the pages and their files, and the forms on them.
nlohmann::json openapi_document(const Routes& routes);

} // namespace tracekit::web
