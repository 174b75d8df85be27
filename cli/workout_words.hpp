// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "app/history.hpp"

namespace tracekit::cli {

/// Which workout a change was about: `2025-08-03 Morning Ride (12)`, with the activity's number.
std::string workout_words(const app::ChangedWorkout& workout);

} // namespace tracekit::cli
