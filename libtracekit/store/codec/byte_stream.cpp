// SPDX-License-Identifier: MIT
#include "store/codec/byte_stream.hpp"

#include "store/codec/damage.hpp"

namespace tracekit::store::codec {

void put_varint(Bytes& out, std::uint64_t value) {
  while (value >= 0x80U) {
    out.push_back(static_cast<std::uint8_t>(value | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<std::uint8_t>(value));
}

void put_signed(Bytes& out, std::int64_t value) { put_varint(out, zigzag(static_cast<std::uint64_t>(value))); }

std::uint8_t ByteReader::byte() {
  if (at_end()) {
    throw Damage("its bytes end early");
  }
  return bytes_[position_++];
}

std::uint64_t ByteReader::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint64_t next = byte();
    if (shift == 63 && next > 1) {
      break;
    }
    value |= (next & 0x7fU) << shift;
    if (next < 0x80U) {
      return value;
    }
  }
  throw Damage("a number in it is too long");
}

} // namespace tracekit::store::codec
