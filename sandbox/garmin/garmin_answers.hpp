// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sandbox/server/http.hpp"

/// How Garmin's services answer.
namespace tracekit::sandbox::garmin_answers {

Response answer(const nlohmann::json& document);
Response not_found();
Response forbidden();
Response bad_request();
Response nothing();
Response unauthorized();

} // namespace tracekit::sandbox::garmin_answers
