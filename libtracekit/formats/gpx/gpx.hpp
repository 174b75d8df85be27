// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "model/recording.hpp"

namespace tracekit::gpx {

/// Reads GPX 1.0 and 1.1, with or without namespaces.
///
/// Each track with points becomes a recording; its segments are separated in `segment_starts`. Every number in a point
/// becomes a channel: the well-known ones (heart rate, cadence, temperature, power, speed ...) under our names
/// whoever's extension they come from, others under their own local name. A value that occurs twice in one point counts
/// once. Points without a usable position are kept without position, and reported as damage. The distance is that of
/// the positions, because GPX has no totals of its own.
///
/// `file_type` is `activity`, or `course` when no point has a time, `route` when there are only routes, `waypoints`
/// when there are only waypoints, else empty. Routes and waypoints are counted in `warnings` and not read.
///
/// Text that breaks off keeps what came before, and is reported in `damage`. Throws Error(input) when nothing could be
/// read.
ActivityFile decode(ByteView bytes);

} // namespace tracekit::gpx
