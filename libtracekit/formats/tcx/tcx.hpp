// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "model/recording.hpp"

namespace tracekit::tcx {

/// Reads TCX (Training Center XML), version 1 and 2, with or without namespaces.
///
/// Each Activity becomes a recording, the parts of a MultiSportSession too. Totals are sums over all laps (timer time,
/// distance, calories), the largest of their maxima, and averages weighted by the laps' times; what the laps do not say
/// is computed from the samples. Every Trackpoint is a sample, with the values of its TPX extension. A second Track
/// inside one lap begins a segment.
///
/// A file without activities gives a recording for each Course, `file_type` `course`. Files with workouts only have no
/// recordings, `file_type` `workout`. Positions that are no numbers or out of range are left out and reported as
/// damage.
///
/// Text that breaks off keeps what came before, and is reported in `damage`. Throws Error(input) when nothing could be
/// read.
ActivityFile decode(ByteView bytes);

} // namespace tracekit::tcx
