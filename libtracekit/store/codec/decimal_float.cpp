// SPDX-License-Identifier: MIT
#include "store/codec/decimal_float.hpp"

#include <array>
#include <bit>
#include <cmath>

#include "store/codec/damage.hpp"

namespace tracekit::store::codec {
namespace {

constexpr std::array<double, 7> powers{1, 10, 100, 1000, 10'000, 100'000, 1'000'000};
constexpr double exact_integers = 9007199254740992; // 2^53: up to here a double has all of them
constexpr std::uint8_t decimals_mask = 0x0f;

std::int64_t pattern_of(std::int64_t integer, const DecimalFloat& format) {
  const double number = static_cast<double>(integer) / powers[format.decimals];
  return format.wide ? std::bit_cast<std::int64_t>(number)
                     : static_cast<std::int64_t>(std::bit_cast<std::uint32_t>(static_cast<float>(number)));
}

double number_of(std::int64_t pattern, bool wide) {
  return wide ? std::bit_cast<double>(pattern) : std::bit_cast<float>(static_cast<std::uint32_t>(pattern));
}

/// Stops at the first pattern that does not come back.
bool fill(std::span<const std::int64_t> patterns, const DecimalFloat& format, std::vector<std::int64_t>& integers) {
  integers.clear();
  for (const std::int64_t pattern : patterns) {
    const double scaled = std::nearbyint(number_of(pattern, format.wide) * powers[format.decimals]);
    if (!(std::abs(scaled) <= exact_integers)) { // catches NaN as well
      return false;
    }
    integers.push_back(static_cast<std::int64_t>(scaled));
    if (pattern_of(integers.back(), format) != pattern) {
      return false;
    }
  }
  return true;
}

} // namespace

DecimalFloat DecimalFloat::from_byte(std::uint8_t byte) {
  const DecimalFloat format{static_cast<unsigned>(byte & decimals_mask), (byte & wide_flag) != 0};
  if (format.decimals >= powers.size() || byte != format.byte()) {
    throw Damage("its decimals are stored in a way that this version does not know");
  }
  return format;
}

std::optional<DecimalFloat> to_integers(std::span<const std::int64_t> patterns, ChannelKind kind,
                                        std::vector<std::int64_t>& integers) {
  if (kind == ChannelKind::scaled) {
    return std::nullopt;
  }
  for (DecimalFloat format{0, kind == ChannelKind::float64}; format.decimals < powers.size(); ++format.decimals) {
    if (fill(patterns, format, integers)) {
      return format;
    }
  }
  return std::nullopt;
}

void to_patterns(const DecimalFloat& format, std::span<std::int64_t> integers) {
  for (std::int64_t& integer : integers) {
    integer = pattern_of(integer, format);
  }
}

} // namespace tracekit::store::codec
