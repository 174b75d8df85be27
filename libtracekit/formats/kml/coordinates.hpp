// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "formats/xml/number.hpp"

namespace tracekit::kml {

/// One point; latitude and longitude are picodegrees or `no_value`.
struct Coordinate {
  std::int64_t latitude = no_value;
  std::int64_t longitude = no_value;
  xml::Number altitude;

  [[nodiscard]] bool usable() const { return latitude != no_value && longitude != no_value; }
};

/// Reads the text of a gx:coord, `lon lat [alt]`. An empty text gives an unusable coordinate.
Coordinate parse_coord(std::string_view text);

/// Takes the next tuple `lon,lat[,alt]` from the front of the text of a coordinates element, blanks around commas
/// tolerated. Nothing at the end.
std::optional<Coordinate> take_tuple(std::string_view& text);

} // namespace tracekit::kml
