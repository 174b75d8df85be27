// SPDX-License-Identifier: MIT
#include "formats/fit/base_type.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

namespace tracekit::fit {
namespace {

template <class T> T swap_bytes(T value) {
  if constexpr (sizeof(T) == 1) {
    return value;
  } else if constexpr (sizeof(T) == 2) {
    return std::bit_cast<T>(__builtin_bswap16(std::bit_cast<std::uint16_t>(value)));
  } else if constexpr (sizeof(T) == 4) {
    return std::bit_cast<T>(__builtin_bswap32(std::bit_cast<std::uint32_t>(value)));
  } else {
    return std::bit_cast<T>(__builtin_bswap64(std::bit_cast<std::uint64_t>(value)));
  }
}

template <class T, bool big> T load(const std::uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  if constexpr (big == (std::endian::native == std::endian::little)) {
    value = swap_bytes(value);
  }
  return value;
}

/// Whole numbers, invalid when equal to `invalid`.
template <class T, T invalid, bool big>
void copy_whole(const std::uint8_t* first, std::size_t stride, std::size_t count, std::int64_t* out) {
  for (std::size_t i = 0; i < count; ++i, first += stride) {
    const T value = load<T, big>(first);
    bool absent = value == invalid;
    if constexpr (std::is_same_v<T, std::uint64_t>) {
      absent = absent || value > static_cast<T>(std::numeric_limits<std::int64_t>::max());
    }
    out[i] = absent ? no_value : static_cast<std::int64_t>(value);
  }
}

template <class Float, class Bits, bool big>
void copy_float(const std::uint8_t* first, std::size_t stride, std::size_t count, std::int64_t* out) {
  for (std::size_t i = 0; i < count; ++i, first += stride) {
    const auto value = std::bit_cast<Float>(load<Bits, big>(first));
    // Adding zero turns -0.0, whose bits are those of `no_value`, into 0.0.
    out[i] = std::isfinite(value) ? static_cast<std::int64_t>(std::bit_cast<Bits>(value + Float{0})) : no_value;
  }
}

template <class T, T invalid> constexpr std::array<CopyValues, 2> whole() {
  return {copy_whole<T, invalid, false>, copy_whole<T, invalid, true>};
}

template <class Float, class Bits> constexpr std::array<CopyValues, 2> floating() {
  return {copy_float<Float, Bits, false>, copy_float<Float, Bits, true>};
}

struct Entry {
  std::size_t size;
  ChannelKind kind;
  std::array<CopyValues, 2> copy; ///< little-endian, big-endian
};

constexpr auto scaled = ChannelKind::scaled;
constexpr std::array<Entry, 17> entries{{
    {1, scaled, whole<std::uint8_t, 0xFF>()},
    {1, scaled, whole<std::int8_t, 0x7F>()},
    {1, scaled, whole<std::uint8_t, 0xFF>()},
    {2, scaled, whole<std::int16_t, 0x7FFF>()},
    {2, scaled, whole<std::uint16_t, 0xFFFF>()},
    {4, scaled, whole<std::int32_t, 0x7FFFFFFF>()},
    {4, scaled, whole<std::uint32_t, 0xFFFFFFFF>()},
    {1, scaled, {nullptr, nullptr}},
    {4, ChannelKind::float32, floating<float, std::uint32_t>()},
    {8, ChannelKind::float64, floating<double, std::uint64_t>()},
    {1, scaled, whole<std::uint8_t, 0>()},
    {2, scaled, whole<std::uint16_t, 0>()},
    {4, scaled, whole<std::uint32_t, 0>()},
    {1, scaled, whole<std::uint8_t, 0xFF>()},
    {8, scaled, whole<std::int64_t, std::numeric_limits<std::int64_t>::max()>()},
    {8, scaled, whole<std::uint64_t, std::numeric_limits<std::uint64_t>::max()>()},
    {8, scaled, whole<std::uint64_t, 0>()},
}};

const Entry& entry_of(BaseType type) { return entries[static_cast<std::size_t>(type)]; }

} // namespace

std::optional<BaseType> base_type_of(std::uint8_t byte) {
  const auto number = static_cast<std::uint8_t>(byte & 0x1FU);
  return number < entries.size() ? std::optional(static_cast<BaseType>(number)) : std::nullopt;
}

std::size_t size_of(BaseType type) { return entry_of(type).size; }

ChannelKind kind_of(BaseType type) { return entry_of(type).kind; }

CopyValues copy_values(BaseType type, bool big_endian) { return entry_of(type).copy[big_endian ? 1 : 0]; }

double to_number(std::int64_t value, ChannelKind kind) {
  switch (kind) {
  case ChannelKind::float32:
    return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(value)));
  case ChannelKind::float64:
    return std::bit_cast<double>(value);
  case ChannelKind::scaled:
    break;
  }
  return static_cast<double>(value);
}

std::optional<double> read_number(BaseType type, bool big_endian, const std::uint8_t* at) {
  const CopyValues copy = copy_values(type, big_endian);
  if (copy == nullptr) {
    return std::nullopt;
  }
  std::int64_t value = no_value;
  copy(at, 0, 1, &value);
  return value == no_value ? std::nullopt : std::optional(to_number(value, kind_of(type)));
}

} // namespace tracekit::fit
