// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/streams.hpp"

namespace tracekit::store::codec {

/// How floats are told by integers: each is the float nearest to integer / 10^decimals. Services write a speed of 5.589
/// m/s as 5.58900022506714; the integer 5589 says the same.
struct DecimalFloat {
  unsigned decimals = 0;
  bool wide = false; ///< of double precision

  static constexpr unsigned wide_flag = 0x10;

  /// The form in which it is stored.
  [[nodiscard]] std::uint8_t byte() const { return static_cast<std::uint8_t>(decimals | (wide ? wide_flag : 0)); }
  /// Throws Damage.
  static DecimalFloat from_byte(std::uint8_t byte);
};

/// Fills `integers` for bit patterns of floats that all have a few decimals; nothing when they do not, or are no
/// floats.
std::optional<DecimalFloat> to_integers(std::span<const std::int64_t> patterns, ChannelKind kind,
                                        std::vector<std::int64_t>& integers);

/// The bit patterns again, in place.
void to_patterns(const DecimalFloat& format, std::span<std::int64_t> integers);

} // namespace tracekit::store::codec
