// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "sandbox/athlete.hpp"

namespace tracekit::sandbox {

/// A valid FIT activity: file_id, timer events, records, one lap, session, activity.
Bytes fit_file(const Workout& workout, const std::vector<Sample>& track);

/// Laid out as Garmin Connect exports them.
Bytes gpx_file(const Workout& workout, const std::vector<Sample>& track);
Bytes tcx_file(const Workout& workout, const std::vector<Sample>& track);

/// The workout's file in its own format.
Bytes activity_file(const Workout& workout, const std::vector<Sample>& track);

} // namespace tracekit::sandbox
