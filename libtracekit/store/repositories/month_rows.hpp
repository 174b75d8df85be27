// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "model/month.hpp"

namespace tracekit::store {

/// The month of a stored `Month::index()`.
inline Month month_of_index(std::int64_t index) {
  return {static_cast<int>(index / 12), static_cast<int>(index % 12) + 1};
}

} // namespace tracekit::store
