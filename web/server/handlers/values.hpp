// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "call.hpp"

namespace tracekit::web {

/// A day of the query, `YYYY-MM-DD`. Throws Error(usage) when it is none.
std::optional<Date> asked_day(const Call& call, std::string_view name);

/// A field of a body that is true or false. Throws Error(usage) when it is missing, or neither.
bool flag_field(const nlohmann::json& body, const char* name);

/// A field of a body that is itself an object. Throws Error(usage) when it is missing, or none.
const nlohmann::json& object_field(const nlohmann::json& body, const char* name);

} // namespace tracekit::web
