// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>

#include "model/columns.hpp"

namespace tracekit {

/// Metres climbed and descended; both are positive.
struct Climb {
  double ascent_m = 0;
  double descent_m = 0;
};

/// Adds up complete climbs and descents: a turning point counts once the altitude has come back from it by
/// `threshold_m` or more. NaN values are skipped.
Climb zigzag_climb(std::span<const double> altitudes_m, double threshold_m);

/// Ascent and descent of the `altitude` channel. A steady (barometric) channel is taken almost as it is, a noisy
/// one is averaged over 100 m of way first. Nothing when there are fewer than two altitudes.
std::optional<Climb> climb_of(const Streams& streams, const Progress& progress);

} // namespace tracekit
