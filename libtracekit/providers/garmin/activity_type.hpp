// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "model/sport.hpp"

namespace tracekit::garmin {

/// What Garmin's key of an activity type means (`trail_running`, `snow_shoe_ws`); of a key that nobody knows yet, what
/// the type above it means.
Sport sport_of_type(const std::string& key, std::int64_t parent_id);

/// Whether the key says that it took place without moving through the world.
bool is_indoor_type(const std::string& key);

} // namespace tracekit::garmin
