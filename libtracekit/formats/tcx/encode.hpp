// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "formats/left_out.hpp"

namespace tracekit::tcx {

/// Writes TCX 2, an Activity for each recording with times. Samples go to the lap in whose time they are; a recording
/// without laps gets one for the whole. Each gap inside a lap begins a new Track.
///
/// Heart rate and cadence are whole numbers, speed and power stand in ActivityExtension 2, and every other channel
/// whose name can be an element's stands in a namespace of ours. What the schema demands and nobody knows is 0. Sports
/// other than running and cycling become `Other`; samples without a time cannot be held.
///
/// Throws Error(input) when no recording has a time.
std::string encode(std::span<const Recording> recordings, LeftOut& left_out);

} // namespace tracekit::tcx
