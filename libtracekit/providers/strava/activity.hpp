// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "model/record.hpp"
#include "providers/strava/api.hpp"

namespace tracekit::strava {

/// What tracekit reads of an activity, the same whether it came in a list or alone: without applause, laps and other
/// parts that come and go.
std::string content_of(const nlohmann::json& activity);

/// Empty when it has none.
std::string id_of(const nlohmann::json& activity);

/// The id of its gear; empty when it has none.
std::string gear_of(const nlohmann::json& activity);

/// Nothing when it cannot be read.
std::optional<EpochSeconds> start_of(const nlohmann::json& activity);

/// The local day, as `YYYY-MM-DD`; empty when it cannot be read.
std::string day_of(const nlohmann::json& activity);

/// An activity as a record. One whose start time is hidden has a day only. Throws Error(provider) naming the activity
/// when it has no readable start.
Record record_of(const nlohmann::json& activity, const std::string& gear_name, EpochSeconds fetched_at);

} // namespace tracekit::strava
