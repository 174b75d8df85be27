// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/fields.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace tracekit::ridewithgps {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? to_valid_utf8(found->get<std::string>()) : "";
}

std::optional<double> number_of(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number() || !std::isfinite(found->get<double>())) {
    return std::nullopt;
  }
  return found->get<double>();
}

std::optional<std::int64_t> integer_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? std::optional(found->get<std::int64_t>()) : std::nullopt;
}

bool is_set(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::string id_text(const json& object, const char* key) {
  const auto number = integer_of(object, key);
  return number ? std::to_string(*number) : text_of(object, key);
}

} // namespace tracekit::ridewithgps
