// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sync/plan.hpp"

namespace tracekit::sync {

/// The one JSON shape of a comparison, for the command line's `--json` and the web API; docs/reference/plan.md
/// describes it.
nlohmann::json to_json(const Comparison& comparison);
nlohmann::json to_json(const Row& row, const std::vector<std::string>& providers);
nlohmann::json to_json(const Change& change);

} // namespace tracekit::sync
