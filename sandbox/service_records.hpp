// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "sandbox/athlete.hpp"

namespace tracekit::sandbox {

/// The athlete's records as Garmin Connect and Strava would list them, in the portable form, one JSON object a line.
std::string garmin_records(const std::vector<Workout>& workouts);
std::string strava_records(const std::vector<Workout>& workouts);

/// The name of a workout's file.
std::string file_name(const Workout& workout);

} // namespace tracekit::sandbox
