// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"

namespace tracekit::store::codec {

/// How many of a sequence's numbers have each width in bits.
using WidthCounts = std::array<std::uint32_t, 65>;

/// The coder of short sequences, for which a table of frequencies would cost more than it saves: a variant of
/// exponential Golomb codes with one parameter a sequence, the `low` bits that are stored as they are.
struct PlainCode {
  unsigned low = 0;
  std::uint64_t bits = 0; ///< what the numbers take
};

/// The best parameter for numbers of these widths.
PlainCode choose_plain_code(const WidthCounts& widths);

/// Appends the numbers in whole bytes, the parameter first.
void write_plain(Bytes& out, std::span<const std::uint64_t> numbers, const PlainCode& code);

/// Reads `numbers.size()` numbers and returns how many bytes they took. Throws Damage.
std::size_t decode_plain(ByteView bytes, std::span<std::uint64_t> numbers);

} // namespace tracekit::store::codec
