// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

namespace tracekit::sandbox {

/// An activity as Garmin shows it alone, made from how it lists it: other names, other nesting, fewer digits, and null
/// for what is not there.
nlohmann::json garmin_detail(const nlohmann::json& listed);

} // namespace tracekit::sandbox
