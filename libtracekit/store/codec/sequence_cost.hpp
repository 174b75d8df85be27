// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "store/codec/prediction.hpp"

namespace tracekit::store::codec {

/// The prediction that leaves least to store, and about how many bits that is.
struct Choice {
  Prediction prediction = Prediction::constant;
  double bits = 0;
};

/// Tries all predictions on a sequence that begins with 0; the clocked one only when a clock is given. `scratch` is
/// as long as the values and is written over.
Choice choose_prediction(std::span<const std::uint64_t> values, std::span<const std::int64_t> clock,
                         std::span<std::uint64_t> scratch);

} // namespace tracekit::store::codec
