// SPDX-License-Identifier: MIT
#include "formats/fit/crc.hpp"

#include <array>
#include <cstddef>

#include "formats/fit/crc_fold.hpp"

namespace tracekit::fit {
namespace {

constexpr std::size_t slices = 16;
using Tables = std::array<std::array<std::uint16_t, 256>, slices>;

constexpr Tables make_tables() {
  Tables tables{};
  for (unsigned i = 0; i < 256; ++i) {
    unsigned crc = i;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 1U) != 0 ? (crc >> 1U) ^ 0xA001U : crc >> 1U;
    }
    tables[0][i] = static_cast<std::uint16_t>(crc);
  }
  for (std::size_t slice = 1; slice < slices; ++slice) {
    for (std::size_t i = 0; i < 256; ++i) {
      const unsigned before = tables[slice - 1][i];
      tables[slice][i] = static_cast<std::uint16_t>((before >> 8U) ^ tables[0][before & 0xFFU]);
    }
  }
  return tables;
}

constexpr Tables tables = make_tables();

/// Goes on from `crc`, the checksum of what stands before.
unsigned crc16_after(unsigned crc, ByteView bytes) {
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= slices; left -= slices, at += slices) {
    unsigned next = static_cast<unsigned>(tables[15][at[0] ^ (crc & 0xFFU)] ^ tables[14][at[1] ^ (crc >> 8U)]);
    for (std::size_t i = 2; i < slices; ++i) {
      next ^= tables[slices - 1 - i][at[i]];
    }
    crc = next;
  }
  for (; left > 0; --left, ++at) {
    crc = (crc >> 8U) ^ tables[0][(crc ^ *at) & 0xFFU];
  }
  return crc;
}

} // namespace

std::uint16_t crc16(ByteView bytes) {
  const Folded folded = fold_for_crc16(bytes);
  const unsigned crc = folded.bytes > 0 ? crc16_after(0, folded.remainder) : 0;
  return static_cast<std::uint16_t>(crc16_after(crc, bytes.subspan(folded.bytes)));
}

} // namespace tracekit::fit
