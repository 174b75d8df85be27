// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "formats/left_out.hpp"

namespace tracekit::gpx {

/// Writes GPX 1.1, a track for each recording with positions, a segment after each gap.
///
/// Heart rate, cadence, temperatures, depth, speed and course go into Garmin's TrackPointExtension 2, power into the
/// element `power` that Strava and others read, totals into TrackStatsExtension, and every other channel whose name can
/// be an element's into a namespace of ours. Samples without a position cannot be held, nor can laps. Times keep
/// their milliseconds.
///
/// Throws Error(input) when no recording has a position.
std::string encode(std::span<const Recording> recordings, LeftOut& left_out);

} // namespace tracekit::gpx
