// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "formats/left_out.hpp"

namespace tracekit::geojson {

/// Writes GeoJSON (RFC 7946): a Feature for each recording with positions, as a LineString or, with gaps, a
/// MultiLineString. Name, sport, start and totals are properties; times and every other channel stand beside the
/// coordinates in `coordinateProperties`, null where absent, as map programs expect them.
///
/// Throws Error(input) when no recording has a position.
std::string encode(std::span<const Recording> recordings, LeftOut& left_out);

} // namespace tracekit::geojson
