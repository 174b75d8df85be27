// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace tracekit::ridewithgps {

/// Fields of an object, read the same way whatever is wrong with them: absent, null and of another type are alike.
std::string text_of(const nlohmann::json& object, const char* key);
std::optional<double> number_of(const nlohmann::json& object, const char* key);
std::optional<std::int64_t> integer_of(const nlohmann::json& object, const char* key);
bool is_set(const nlohmann::json& object, const char* key);

/// An id as text, whether it was written as a number or as a text; empty when there is none.
std::string id_text(const nlohmann::json& object, const char* key);

} // namespace tracekit::ridewithgps
