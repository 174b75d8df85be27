// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string_view>

namespace tracekit::web {

/// The text of each JSON Schema in docs/reference/json, by its name: `plan` is `plan.schema.json`. Made by the build.
const std::map<std::string_view, std::string_view>& json_schemas();

} // namespace tracekit::web
