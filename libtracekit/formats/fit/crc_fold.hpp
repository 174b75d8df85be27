// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"

namespace tracekit::fit {

/// A few bytes that have the CRC of many.
struct Folded {
  std::size_t bytes = 0; ///< how many of the first bytes `remainder` stands for; 0 when nothing was folded
  std::array<std::uint8_t, 16> remainder{};
};

/// Replaces the first bytes by a remainder that can stand before the others without changing the CRC-16 of the whole.
/// Folds nothing where there is little, or where the processor cannot multiply without carries.
Folded fold_for_crc16(ByteView bytes);

} // namespace tracekit::fit
