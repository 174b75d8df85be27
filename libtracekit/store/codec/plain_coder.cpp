// SPDX-License-Identifier: MIT
#include "store/codec/plain_coder.hpp"

#include <algorithm>
#include <bit>

#include "store/codec/bit_stream.hpp"
#include "store/codec/damage.hpp"

namespace tracekit::store::codec {
namespace {

constexpr unsigned parameter_bits = 6;
constexpr unsigned max_low = 63;

/// The width over the low bits in unary, all bits under the highest one as they are.
unsigned code_bits(unsigned width, unsigned low) { return width <= low ? 1 + low : 2 * (width - low) + low; }

} // namespace

PlainCode choose_plain_code(const WidthCounts& widths) {
  PlainCode best{0, ~std::uint64_t{0}};
  unsigned widest = static_cast<unsigned>(widths.size()) - 1;
  while (widest > 0 && widths[widest] == 0) {
    --widest;
  }
  for (unsigned low = 0; low <= std::min(widest, max_low); ++low) {
    std::uint64_t bits = parameter_bits;
    for (unsigned width = 0; width <= widest; ++width) {
      bits += std::uint64_t{widths[width]} * code_bits(width, low);
    }
    if (bits < best.bits) {
      best = {low, bits};
    }
  }
  return best;
}

void write_plain(Bytes& out, std::span<const std::uint64_t> numbers, const PlainCode& code) {
  BitWriter writer(out, code.bits);
  writer.put(code.low, parameter_bits);
  for (const std::uint64_t number : numbers) {
    const auto width = static_cast<unsigned>(std::bit_width(number >> code.low));
    writer.put_wide(0, width);
    writer.put(1, 1);
    const unsigned plain = code.low + (width > 0 ? width - 1 : 0);
    writer.put_wide(number & ((std::uint64_t{1} << plain) - 1), plain);
  }
  writer.finish();
}

std::size_t decode_plain(ByteView bytes, std::span<std::uint64_t> numbers) {
  BitReader in(bytes);
  const auto low = static_cast<unsigned>(in.take(parameter_bits));
  for (std::uint64_t& number : numbers) {
    unsigned width = 0;
    while (width <= 64 - low && in.take(1) == 0) {
      ++width;
    }
    if (width > 64 - low) {
      throw Damage("a number in it is too long");
    }
    const unsigned plain = low + (width > 0 ? width - 1 : 0);
    number = in.take_wide(plain) | (width > 0 ? std::uint64_t{1} << plain : 0);
  }
  if (in.overrun()) {
    throw Damage("its bytes end early");
  }
  return in.bytes_used();
}

} // namespace tracekit::store::codec
