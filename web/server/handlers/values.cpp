// SPDX-License-Identifier: MIT
#include "handlers/values.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"

namespace tracekit::web {

std::optional<Date> asked_day(const Call& call, std::string_view name) {
  const auto text = call.asked(name);
  const auto day = text ? parse_date(*text) : std::nullopt;
  if (text && !day) {
    throw Error(ErrorKind::usage, fmt::format("{}: \"{}\" is not a day", name, *text),
                "write it as YYYY-MM-DD, for example 2025-08-03");
  }
  return day;
}

bool flag_field(const nlohmann::json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_boolean()) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is missing, or is neither true nor false", name));
  }
  return found->get<bool>();
}

const nlohmann::json& object_field(const nlohmann::json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_object()) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is missing, or is not an object", name));
  }
  return *found;
}

} // namespace tracekit::web
