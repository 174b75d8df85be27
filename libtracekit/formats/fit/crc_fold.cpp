// SPDX-License-Identifier: MIT
#include "formats/fit/crc_fold.hpp"

#if defined(__x86_64__)
#include <immintrin.h>

#include <cstring>
#endif

namespace tracekit::fit {

#if defined(__x86_64__)
namespace {

// Bytes are a polynomial over bits whose remainder by P = x^16 + x^15 + x^2 + 1 is the CRC. A block of 128 bits with n
// bits behind it may be replaced by anything that leaves the same remainder when it is moved n bits: by its halves
// times x^n mod P, which is one multiplication without carries for each. Bits come lowest first, so the highest power
// is the lowest bit of a register. V. Gopal et al., Fast CRC Computation for Generic Polynomials Using PCLMULQDQ
// Instruction, Intel 2009.

constexpr std::size_t block_size = 16;
constexpr std::size_t lane_count = 4; ///< independent multiplications, as each takes several cycles
constexpr std::size_t stride = lane_count * block_size;

/// x^n mod P, the power 63 in the lowest bit.
constexpr std::uint64_t power_of_x(unsigned n) {
  std::uint32_t power = 1; // here the power 0 is the lowest bit
  for (; n > 0; --n) {
    power <<= 1U;
    power ^= (power & 0x10000U) != 0 ? 0x18005U : 0;
  }
  std::uint64_t reflected = 0;
  for (unsigned bit = 0; bit < 16; ++bit) {
    reflected |= std::uint64_t{power >> bit & 1U} << (63U - bit);
  }
  return reflected;
}

/// What moves a block by so many bits: for its lower half, which holds the 64 higher powers, and its upper half. A
/// product of two reflected numbers is one power too high.
struct Factors {
  std::uint64_t lower;
  std::uint64_t upper;
};
constexpr Factors moving_by(unsigned bits) { return {power_of_x(bits + 63), power_of_x(bits - 1)}; }
constexpr Factors by_stride = moving_by(8 * stride);
constexpr Factors by_block = moving_by(8 * block_size);

struct Block {
  __m128i bits;
};

Block load(const std::uint8_t* at) {
  Block block;
  std::memcpy(&block.bits, at, block_size);
  return block;
}

/// The block moved towards higher powers, plus what stands there.
__attribute__((target("pclmul"))) Block moved(Block block, Factors factors, Block plus) {
  const __m128i factor =
      _mm_set_epi64x(static_cast<std::int64_t>(factors.upper), static_cast<std::int64_t>(factors.lower));
  const __m128i lower = _mm_clmulepi64_si128(block.bits, factor, 0x00);
  const __m128i upper = _mm_clmulepi64_si128(block.bits, factor, 0x11);
  return {_mm_xor_si128(_mm_xor_si128(lower, upper), plus.bits)};
}

__attribute__((target("pclmul"))) Folded fold(ByteView bytes) {
  std::array<Block, lane_count> lanes;
  const std::uint8_t* at = bytes.data();
  for (std::size_t i = 0; i < lane_count; ++i) {
    lanes[i] = load(at + i * block_size);
  }
  std::size_t done = stride;
  for (; done + stride <= bytes.size(); done += stride) {
    for (std::size_t i = 0; i < lane_count; ++i) {
      lanes[i] = moved(lanes[i], by_stride, load(at + done + i * block_size));
    }
  }
  Block all = lanes[0];
  for (std::size_t i = 1; i < lane_count; ++i) {
    all = moved(all, by_block, lanes[i]);
  }
  Folded folded;
  folded.bytes = done;
  std::memcpy(folded.remainder.data(), &all.bits, block_size);
  return folded;
}

} // namespace

Folded fold_for_crc16(ByteView bytes) {
  return bytes.size() >= stride && __builtin_cpu_supports("pclmul") ? fold(bytes) : Folded{};
}

#else

Folded fold_for_crc16(ByteView) { return {}; }

#endif

} // namespace tracekit::fit
