// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "model/recording.hpp"

namespace tracekit::match {

/// How two tracks lie to each other.
struct TrackAgreement {
  double coverage = 0;   ///< the smaller of both shares of points that lie near the other track
  double best = 0;       ///< the larger of both: 1 when one track is a piece of the other
  bool reversed = false; ///< one runs from where the other ends to where it begins
};

/// Compares two sketches (points at equal distances along a track) of at least two points each.
TrackAgreement compare_tracks(std::span<const Position> a, std::span<const Position> b);

/// Metres between two points, on a plane that touches the sphere there.
double plane_distance_m(Position a, Position b);

} // namespace tracekit::match
