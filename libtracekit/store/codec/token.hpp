// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace tracekit::store::codec {

/// A 64-bit number is a token, which is entropy coded, and extra bits, which are stored as they are. Tokens 0 to 15 are
/// the number itself; from there each octave has two tokens, by the bit under the highest one, and the bits under that
/// are extra.
inline constexpr unsigned direct_tokens = 16;
inline constexpr unsigned token_count = direct_tokens + 2 * 60;

struct Token {
  std::uint8_t token;
  std::uint8_t extra_bits;
};

inline Token token_of(std::uint64_t value) {
  if (value < direct_tokens) {
    return {static_cast<std::uint8_t>(value), 0};
  }
  const auto octave = static_cast<unsigned>(std::bit_width(value)) - 1;
  const auto half = static_cast<unsigned>(value >> (octave - 1)) & 1U;
  return {static_cast<std::uint8_t>(direct_tokens + 2 * (octave - 4) + half), static_cast<std::uint8_t>(octave - 1)};
}

/// The smallest number of a token, and how many extra bits are added to it.
struct TokenRange {
  std::uint64_t first = 0;
  unsigned extra_bits = 0;
};

inline constexpr std::array<TokenRange, token_count> token_ranges = [] {
  std::array<TokenRange, token_count> ranges{};
  for (unsigned token = 0; token < token_count; ++token) {
    if (token < direct_tokens) {
      ranges[token] = {token, 0};
    } else {
      const unsigned extra_bits = (token - direct_tokens) / 2 + 3;
      ranges[token] = {(2 + std::uint64_t{token & 1U}) << extra_bits, extra_bits};
    }
  }
  return ranges;
}();

} // namespace tracekit::store::codec
