// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "model/recording.hpp"

namespace tracekit::kml {

/// Reads KML 2.0 to 2.3 with Google's extensions.
///
/// Each Placemark with a gx:Track, gx:MultiTrack, LineString or a MultiGeometry of LineStrings becomes a recording;
/// the members of the latter are its segments. Times and coordinates of a gx:Track are paired by position, as far as
/// both go; a time without coordinates is a pause. Sensor arrays (heart_rate, cadence, power, speed, distance ...)
/// become channels.
///
/// `file_type` is `activity`, or `course` when no point has a time, `waypoints` when there are only points, else empty.
///
/// Text that breaks off keeps what came before, and is reported in `damage`. Throws Error(input) when nothing could be
/// read.
ActivityFile decode(ByteView bytes);

} // namespace tracekit::kml
