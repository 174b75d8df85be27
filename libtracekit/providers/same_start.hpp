// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>

#include "model/record.hpp"

namespace tracekit {

/// Whether a record that a provider holds began when a workout did, so that its file need not be uploaded once more.
inline bool same_start(const Record& held, const Record& workout) {
  constexpr EpochSeconds tolerance_s = 120;
  return held.start && workout.start && std::abs(*held.start - *workout.start) <= tolerance_s;
}

} // namespace tracekit
