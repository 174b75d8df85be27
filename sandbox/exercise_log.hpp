// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "sandbox/athlete.hpp"

namespace tracekit::sandbox {

/// The athlete's exercise log as an Excel workbook: the usual columns, dates without times, distances to a tenth of a
/// kilometre, a formula and a second sheet that must survive.
Bytes exercise_log(const std::vector<Workout>& workouts);

} // namespace tracekit::sandbox
