// SPDX-License-Identifier: MIT
#pragma once

#include "model/recording.hpp"

namespace tracekit::tcx {

/// Sets what the laps tell about the whole: sums of timer time, distance and calories, the largest maxima, average
/// heart rate weighted by timer time, and the start where it is still unknown.
void add_up_laps(Recording& recording);

/// Fills from the laps what neither the file's totals nor the samples told: average speed's kin (cadence, power) and
/// the elapsed time of recordings without samples.
void fill_from_laps(Recording& recording);

} // namespace tracekit::tcx
