// SPDX-License-Identifier: MIT
#pragma once

#include "model/recording.hpp"

namespace tracekit {

/// Great-circle distance in metres (haversine, R = 6371008.8 m).
double haversine_m(Position a, Position b);

/// Computes what the file did not say from the samples: start, first and last position, and the absent
/// members of `recording.totals` (elapsed, timer, moving time, distance within segments, ascent, descent,
/// averages and maxima of speed, heart rate, cadence, power, temperature). Members that the file gave are
/// never changed. Absent stays absent where the samples do not tell.
void derive_missing(Recording& recording);

} // namespace tracekit
