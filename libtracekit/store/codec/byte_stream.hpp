// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"

namespace tracekit::store::codec {

/// Small magnitudes of either sign become small numbers: 0, -1, 1, -2 ... become 0, 1, 2, 3 ...
inline std::uint64_t zigzag(std::uint64_t difference) { return (difference << 1U) ^ (0 - (difference >> 63U)); }

/// The inverse of `zigzag`, in two's complement.
inline std::uint64_t unzigzag(std::uint64_t code) { return (code >> 1U) ^ (0 - (code & 1U)); }

/// Appends seven bits a byte, the lowest first, the high bit set on all bytes but the last.
void put_varint(Bytes& out, std::uint64_t value);

/// Appends the zigzag code of a number as a varint.
void put_signed(Bytes& out, std::int64_t value);

/// Reads what `put_varint` and `put_signed` wrote. Throws Damage at the end of the bytes.
class ByteReader {
public:
  explicit ByteReader(ByteView bytes) : bytes_(bytes) {}

  std::uint8_t byte();
  std::uint64_t varint();
  std::int64_t signed_varint() { return static_cast<std::int64_t>(unzigzag(varint())); }

  [[nodiscard]] ByteView rest() const { return bytes_.subspan(position_); }
  void skip(std::size_t count) { position_ += count; }
  [[nodiscard]] bool at_end() const { return position_ == bytes_.size(); }

private:
  ByteView bytes_;
  std::size_t position_ = 0;
};

} // namespace tracekit::store::codec
