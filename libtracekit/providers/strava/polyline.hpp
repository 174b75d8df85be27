// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "model/recording.hpp"

namespace tracekit::strava {

/// About 32 points of a track in Google's encoded form (five decimals), first and last included. Nothing when the text
/// is no such track.
std::vector<Position> sketch_of(std::string_view encoded);

} // namespace tracekit::strava
