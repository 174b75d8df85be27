// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "model/columns.hpp"

namespace tracekit {

/// What the samples tell about time and speed.
struct Motion {
  std::optional<double> recorded_s;    ///< time between samples inside segments, pauses left out
  std::optional<double> moving_s;      ///< `recorded_s` without standing still; absent when nothing tells of movement
  std::optional<double> max_speed_mps; ///< highest mean speed over 3 s (cycling) or 5 s (others)
};

/// Finds stretches of standing still with thresholds that depend on the sport: slower than one speed for some
/// seconds begins a stop, faster than a higher one (or turning the crank) for two seconds ends it. Without any
/// distance or speed, cadence or power above 0 counts as moving. The highest speed is left out where it is not wanted.
Motion motion_of(const Streams& streams, const Progress& progress, std::string_view sport, bool with_max_speed);

} // namespace tracekit
