// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "model/streams.hpp"

namespace tracekit::fit {

/// The base types of FIT; the numbers are the low five bits of the byte in the file.
enum class BaseType : std::uint8_t {
  enumeration = 0,
  sint8 = 1,
  uint8 = 2,
  sint16 = 3,
  uint16 = 4,
  sint32 = 5,
  uint32 = 6,
  string = 7,
  float32 = 8,
  float64 = 9,
  uint8z = 10,
  uint16z = 11,
  uint32z = 12,
  byte = 13,
  sint64 = 14,
  uint64 = 15,
  uint64z = 16,
};

/// The type that a byte of a definition names; nothing when there is no such type. Bit 7 says nothing
/// that the number does not, and is ignored.
std::optional<BaseType> base_type_of(std::uint8_t byte);

/// Bytes that one value takes.
std::size_t size_of(BaseType type);

/// How `copy_values` leaves values of this type: integers as they are, floats as bit patterns.
ChannelKind kind_of(BaseType type);

/// Reads `count` values that lie `stride` bytes apart and writes them one after the other, `no_value` where the
/// file holds the type's invalid value. Floats that are no finite number count as invalid too, and so do whole
/// numbers beyond 63 bits.
using CopyValues = void (*)(const std::uint8_t* first, std::size_t stride, std::size_t count, std::int64_t* out);

/// The copier of a type in a byte order. Text has none (nullptr).
CopyValues copy_values(BaseType type, bool big_endian);

/// One value as a number; nothing when invalid or text.
std::optional<double> read_number(BaseType type, bool big_endian, const std::uint8_t* at);

/// A value as `copy_values` leaves it, as a number.
double to_number(std::int64_t value, ChannelKind kind);

} // namespace tracekit::fit
