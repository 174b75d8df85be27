// SPDX-License-Identifier: MIT
#include "formats/fit/value_writer.hpp"

#include <array>
#include <limits>

#include "model/streams.hpp"

namespace tracekit::fit {
namespace {

struct ValueRange {
  BaseType type;
  std::int64_t least;
  std::int64_t most;
  std::uint64_t invalid;
};

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

/// From the smallest type to the largest, unsigned ones first. Types in which 0 is invalid are those of ids.
constexpr std::array<ValueRange, 14> ranges{{
    {BaseType::uint8, 0, 0xFE, 0xFF},
    {BaseType::sint8, -0x80, 0x7E, 0x7F},
    {BaseType::uint16, 0, 0xFFFE, 0xFFFF},
    {BaseType::sint16, -0x8000, 0x7FFE, 0x7FFF},
    {BaseType::uint32, 0, 0xFFFFFFFE, 0xFFFFFFFF},
    {BaseType::sint32, -0x80000000LL, 0x7FFFFFFE, 0x7FFFFFFF},
    {BaseType::sint64, -largest, largest - 1, static_cast<std::uint64_t>(largest)},
    {BaseType::enumeration, 0, 0xFE, 0xFF},
    {BaseType::byte, 0, 0xFE, 0xFF},
    {BaseType::uint8z, 1, 0xFF, 0},
    {BaseType::uint16z, 1, 0xFFFF, 0},
    {BaseType::uint32z, 1, 0xFFFFFFFF, 0},
    {BaseType::float32, 0, 0xFFFFFFFE, 0xFFFFFFFF},
    {BaseType::float64, -largest, largest, ~std::uint64_t{0}},
}};
constexpr std::size_t growing = 7; ///< of these, how many stand in the order of size

const ValueRange* range_of(BaseType type) {
  for (const ValueRange& range : ranges) {
    if (range.type == type) {
      return &range;
    }
  }
  return nullptr;
}

} // namespace

std::uint8_t type_byte(BaseType type) {
  constexpr std::uint8_t has_byte_order = 0x80;
  const auto number = static_cast<std::uint8_t>(type);
  return size_of(type) > 1 ? static_cast<std::uint8_t>(number | has_byte_order) : number;
}

bool fits(BaseType type, std::int64_t least, std::int64_t most) {
  const ValueRange* range = range_of(type);
  return range != nullptr && least >= range->least && most <= range->most;
}

BaseType widened(BaseType type, std::int64_t least, std::int64_t most) {
  if (fits(type, least, most)) {
    return type;
  }
  for (std::size_t i = 0; i < growing; ++i) {
    if (size_of(ranges[i].type) >= size_of(type) && least >= ranges[i].least && most <= ranges[i].most) {
      return ranges[i].type;
    }
  }
  return BaseType::sint64;
}

void append_value(Bytes& out, BaseType type, std::int64_t value) {
  const ValueRange* range = range_of(type);
  std::uint64_t bits = static_cast<std::uint64_t>(value);
  if (value == no_value && range != nullptr) {
    bits = range->invalid;
  }
  for (std::size_t i = 0; i < size_of(type); ++i) {
    out.push_back(static_cast<std::uint8_t>(bits >> (8 * i)));
  }
}

} // namespace tracekit::fit
