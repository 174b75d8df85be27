// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/bytes.hpp"

namespace tracekit::store::codec {

static_assert(std::endian::native == std::endian::little, "bits are moved as whole little-endian words");

/// As many bits as one read or write takes at most: a word less the bits of a begun byte.
inline constexpr unsigned bits_at_once = 56;

inline std::uint64_t low_bits(std::uint64_t word, unsigned count) { return word & ((std::uint64_t{1} << count) - 1); }

/// Appends bits to bytes, the lowest bit of each byte first.
class BitWriter {
public:
  /// Makes room for `bits` bits behind what `out` holds; more must not be written.
  BitWriter(Bytes& out, std::uint64_t bits) : out_(out), byte_(out.size()) {
    out_.resize(out_.size() + static_cast<std::size_t>((bits + 7) / 8) + sizeof(std::uint64_t));
  }

  /// Writes the lowest `count` bits, at most `bits_at_once`; the bits above must be 0.
  void put(std::uint64_t bits, unsigned count) {
    word_ |= bits << fill_;
    fill_ += count;
    std::memcpy(out_.data() + byte_, &word_, sizeof word_);
    byte_ += fill_ / 8;
    word_ >>= fill_ & ~7U;
    fill_ %= 8;
  }

  /// The same for up to 64 bits.
  void put_wide(std::uint64_t bits, unsigned count) {
    const unsigned first = count < 32 ? count : 32;
    put(low_bits(bits, first), first);
    put(first < count ? bits >> first : 0, count - first);
  }

  /// Fills the last byte with 0 and takes back the room that was not needed.
  void finish() { out_.resize(byte_ + (fill_ > 0 ? 1 : 0)); }

private:
  Bytes& out_;
  std::size_t byte_;
  std::uint64_t word_ = 0;
  unsigned fill_ = 0;
};

/// Reads bits in the order in which BitWriter wrote them. Behind the last byte come zeros without end: whoever reads
/// asks `overrun` when done.
class BitReader {
public:
  explicit BitReader(ByteView bytes) : bytes_(bytes) {}

  /// The next `bits_at_once` bits (and perhaps some more above), without taking them.
  [[nodiscard]] std::uint64_t peek() const {
    const std::size_t byte = position_ / 8;
    std::uint64_t word = 0;
    if (byte + sizeof word <= bytes_.size()) [[likely]] {
      std::memcpy(&word, bytes_.data() + byte, sizeof word);
    } else if (byte < bytes_.size()) {
      std::memcpy(&word, bytes_.data() + byte, bytes_.size() - byte);
    }
    return word >> (position_ % 8);
  }

  void skip(unsigned count) { position_ += count; }

  /// Takes up to `bits_at_once` bits.
  std::uint64_t take(unsigned count) {
    const std::uint64_t bits = low_bits(peek(), count);
    skip(count);
    return bits;
  }

  /// Takes up to 64 bits.
  std::uint64_t take_wide(unsigned count) {
    const unsigned first = count < 32 ? count : 32;
    const std::uint64_t low = take(first);
    return first < count ? low | take(count - first) << first : low;
  }

  [[nodiscard]] bool overrun() const { return position_ > bytes_.size() * 8; }
  /// Whole bytes that were begun.
  [[nodiscard]] std::size_t bytes_used() const { return (position_ + 7) / 8; }

private:
  ByteView bytes_;
  std::size_t position_ = 0;
};

} // namespace tracekit::store::codec
