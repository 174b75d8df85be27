// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/kml/coordinates.hpp"
#include "formats/xml/track_builder.hpp"

namespace tracekit::kml {

/// The parallel lists of one gx:Track, which belong together by position.
struct Track {
  struct SensorArray {
    std::string name;
    std::vector<xml::Number> values;
  };

  std::vector<std::int64_t> times_ms; ///< `no_value` for an unreadable one, so that positions stay right
  std::vector<Coordinate> coordinates;
  std::vector<SensorArray> arrays;

  /// Adds the points to a recording as a segment of its own, as far as both lists go. Empty coordinates end a segment.
  void add_to(xml::TrackBuilder& builder) const;

  /// Coordinates that have no time beside them although others have.
  [[nodiscard]] std::size_t unpaired() const {
    return times_ms.empty() || coordinates.size() <= times_ms.size() ? 0 : coordinates.size() - times_ms.size();
  }
};

} // namespace tracekit::kml
