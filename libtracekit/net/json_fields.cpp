// SPDX-License-Identifier: MIT
#include "net/json_fields.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace tracekit::net {
namespace {

using nlohmann::json;

/// Copying and writing JSON takes stack for every level.
constexpr int deepest = 100;

} // namespace

std::optional<json> json_of(std::string_view text) {
  bool too_deep = false;
  const auto shallow = [&](int depth, json::parse_event_t /*event*/, const json& /*value*/) {
    too_deep = too_deep || depth > deepest;
    return !too_deep;
  };
  json document = json::parse(text, shallow, false);
  return document.is_discarded() || too_deep ? std::nullopt : std::optional(std::move(document));
}

std::string json_text(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

const json& part_of(const json& object, const char* key) {
  static const json nothing;
  const auto found = object.find(key);
  return found == object.end() ? nothing : *found;
}

std::string text_of(const json& object, const char* key) {
  const json& value = part_of(object, key);
  return value.is_string() ? to_valid_utf8(value.get<std::string>()) : "";
}

std::optional<double> number_of(const json& object, const char* key) {
  const json& value = part_of(object, key);
  return value.is_number() && std::isfinite(value.get<double>()) ? std::optional(value.get<double>()) : std::nullopt;
}

std::optional<double> amount_of(const json& object, const char* key) {
  const auto number = number_of(object, key);
  return number && *number > 0 ? number : std::nullopt;
}

std::optional<std::int64_t> integer_of(const json& object, const char* key) {
  const json& value = part_of(object, key);
  return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

bool is_set(const json& object, const char* key) {
  const json& value = part_of(object, key);
  return value.is_boolean() && value.get<bool>();
}

std::string id_of(const json& object, const char* key) {
  const auto number = integer_of(object, key);
  return number ? std::to_string(*number) : text_of(object, key);
}

} // namespace tracekit::net
