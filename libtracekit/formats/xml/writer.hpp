// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "model/recording.hpp"

namespace tracekit::xml {

/// The FIT name of the maker whose product or program calls itself so (`Forerunner305`, `StravaGPX`, `Zwift`), empty
/// when unknown.
std::string_view manufacturer_of(std::string_view writer);

/// Fills the device of each recording from that of the file where it has none, and computes what the file left out.
void finish_recordings(ActivityFile& file);

/// `1 waypoint`, `3 waypoints`.
std::string counted(std::uint64_t count, std::string_view noun);

} // namespace tracekit::xml
