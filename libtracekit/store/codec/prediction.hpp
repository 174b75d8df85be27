// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tracekit::store::codec {

/// What a value is expected to be from the values before it; what is stored is the difference. Values before the first
/// count as 0. All arithmetic is modulo 2^64. The numbers are the format.
enum class Prediction : std::uint8_t {
  zero = 0,      ///< 0
  constant = 1,  ///< the value before
  linear = 2,    ///< the line through the two values before
  quadratic = 3, ///< the parabola through the three values before
  clocked = 4,   ///< the line through the two values before, over the clock of the samples
};
inline constexpr std::uint8_t prediction_count = 5;

/// How many values at the front are not predicted as well as the others, and are therefore stored apart: the first one
/// itself, and as differences those whose prediction lacks values before.
constexpr std::size_t lead_of(Prediction prediction) {
  return prediction == Prediction::quadratic                                     ? 3
         : prediction == Prediction::linear || prediction == Prediction::clocked ? 2
                                                                                 : 1;
}

/// Fills `differences` with the zigzag codes of what each value is more than predicted. `clock` is the time of each
/// value and is read by Prediction::clocked alone.
void subtract_predictions(Prediction prediction, std::span<const std::uint64_t> values,
                          std::span<const std::int64_t> clock, std::span<std::uint64_t> differences);

/// The inverse of `subtract_predictions`, in place.
void add_predictions(Prediction prediction, std::span<std::uint64_t> values, std::span<const std::int64_t> clock);

} // namespace tracekit::store::codec
