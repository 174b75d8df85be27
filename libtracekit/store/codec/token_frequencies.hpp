// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

#include "store/codec/bit_stream.hpp"
#include "store/codec/token.hpp"

namespace tracekit::store::codec {

/// How often each token occurs.
using TokenCounts = std::array<std::uint32_t, token_count>;

/// Bounds of `TokenFrequencies::log_size`.
inline constexpr unsigned min_log_size = 5;
inline constexpr unsigned max_log_size = 11;

/// How many of the 2^log_size states of an entropy coder each token has.
struct TokenFrequencies {
  unsigned log_size = 0;
  unsigned tokens = 0; ///< the highest token that occurs, plus 1
  std::array<std::uint16_t, token_count> states{};
};

/// Shares the states out in proportion to the counts, at least one for each token that occurs.
/// At least one count must not be 0.
TokenFrequencies frequencies_of(const TokenCounts& counts);

/// The bits that `put_frequencies` writes.
unsigned frequencies_bits(const TokenFrequencies& frequencies);

void put_frequencies(BitWriter& out, const TokenFrequencies& frequencies);

/// Throws Damage unless the states of all tokens add up to 2^log_size.
TokenFrequencies take_frequencies(BitReader& in);

} // namespace tracekit::store::codec
