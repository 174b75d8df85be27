// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tracekit::net {

/// What a service sent, as JSON; nothing when it is none, or is nested so deeply that no service would mean it.
std::optional<nlohmann::json> json_of(std::string_view text);

/// As compact text; bytes that are no UTF-8 are replaced.
std::string json_text(const nlohmann::json& value);

/// Fields of what a service sent, read the same way whatever is wrong with them: absent, null and of another type are
/// alike, and what is no object has no fields.
std::string text_of(const nlohmann::json& object, const char* key); ///< empty for none
std::optional<double> number_of(const nlohmann::json& object, const char* key);
/// A number above zero: in the totals of a workout services write 0 for "not known".
std::optional<double> amount_of(const nlohmann::json& object, const char* key);
std::optional<std::int64_t> integer_of(const nlohmann::json& object, const char* key);
bool is_set(const nlohmann::json& object, const char* key); ///< only for true

/// The value itself; null for none.
const nlohmann::json& part_of(const nlohmann::json& object, const char* key);

/// An id as text, whether it was written as a number or as a text; empty for none.
std::string id_of(const nlohmann::json& object, const char* key);

} // namespace tracekit::net
