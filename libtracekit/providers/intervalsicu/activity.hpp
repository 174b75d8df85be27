// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

#include "base/timezone.hpp"
#include "model/record.hpp"
#include "providers/intervalsicu/api.hpp"

namespace tracekit::intervalsicu {

/// The text that is kept of an activity, the same whether it came in a list or alone.
std::string payload_of(const nlohmann::json& activity);

/// Empty when it has none.
std::string id_of(const nlohmann::json& activity);

/// The local day, as `YYYY-MM-DD`; empty when it cannot be read.
std::string day_of(const nlohmann::json& activity);

/// Whether it has a piece of equipment, whose name is to be looked up.
bool has_gear(const nlohmann::json& activity);

/// An activity as a record. A stub (a link to Strava without data) has a start in the home zone and nothing else.
/// Throws Error(provider) naming the activity when it has no readable start.
Record record_of(const nlohmann::json& activity, const std::vector<Gear>& gear, const TimeZone& home,
                 EpochSeconds fetched_at);

/// What kind of equipment is created for a sport: "Bike", "Shoes" ...
std::string gear_kind(const Record& record);

} // namespace tracekit::intervalsicu
