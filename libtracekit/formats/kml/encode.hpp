// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "formats/left_out.hpp"

namespace tracekit::kml {

/// Writes KML 2.2 with Google's extension, a Placemark for each recording with positions: a gx:Track for each segment,
/// with every channel as an array of it, or lines where the recording has no times. Samples without a position, and in
/// a recording with times those without one, cannot be held.
///
/// Throws Error(input) when no recording has a position.
std::string encode(std::span<const Recording> recordings, LeftOut& left_out);

} // namespace tracekit::kml
