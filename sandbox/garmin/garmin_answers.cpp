// SPDX-License-Identifier: MIT
#include "sandbox/garmin/garmin_answers.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace tracekit::sandbox::garmin_answers {
namespace {

using nlohmann::json;

Response error(int status, const char* words, const char* name) {
  return {status,
          json{{"message", fmt::format("HTTP {} {}", status, words)}, {"error", name}}.dump(),
          "application/json",
          {}};
}

} // namespace

Response answer(const json& document) {
  return {200, document.dump(-1, ' ', false, json::error_handler_t::replace), "application/json;charset=UTF-8", {}};
}

Response not_found() { return error(404, "Not Found", "NotFoundException"); }
Response forbidden() { return error(403, "Forbidden", "ForbiddenException"); }
Response bad_request() { return error(400, "Bad Request", "BadRequestException"); }
Response nothing() { return {204, "", "application/json", {}}; }

Response unauthorized() {
  return {401,
          "{}",
          "application/json",
          {{"www-authenticate", "Bearer error=\"invalid_token\", error_description=\"Token is not active\""}}};
}

} // namespace tracekit::sandbox::garmin_answers
