// SPDX-License-Identifier: MIT
#include "formats/xml/decimal_column.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tracekit::xml {
namespace {

constexpr double semicircles_per_degree = 2147483648.0 / 180.0;
constexpr double semicircle_tolerance = 1e-3;

/// Numbers beyond this are kept as doubles, so that no product below can leave 64 bits.
constexpr std::int64_t largest_mantissa = 1'000'000'000'000'000'000;

bool fits_after_scaling(std::int64_t mantissa, int power) {
  return std::abs(mantissa) <= largest_mantissa / powers_of_ten[power];
}

bool all_are_singles(const std::vector<std::int64_t>& values) {
  return std::all_of(values.begin(), values.end(), [](std::int64_t raw) {
    const auto value = std::bit_cast<double>(raw);
    return raw == no_value || (std::abs(value) <= std::numeric_limits<float>::max() &&
                               static_cast<double>(static_cast<float>(value)) == value);
  });
}

/// Turns picodegrees into semicircles in place, unless one is not a whole number of them.
bool to_semicircles(std::vector<std::int64_t>& values) {
  constexpr double per_picodegree = semicircles_per_degree / static_cast<double>(picodegrees_per_degree);
  const bool whole = std::all_of(values.begin(), values.end(), [](std::int64_t raw) {
    const double semicircles = static_cast<double>(raw) * per_picodegree;
    return raw == no_value || std::abs(semicircles - std::nearbyint(semicircles)) <= semicircle_tolerance;
  });
  if (whole) {
    for (std::int64_t& raw : values) {
      raw = raw == no_value ? no_value : std::llround(static_cast<double>(raw) * per_picodegree);
    }
  }
  return whole;
}

std::int64_t divide_rounded(std::int64_t value, std::int64_t divisor) {
  const std::int64_t half = divisor / 2;
  return value >= 0 ? (value + half) / divisor : (value - half) / divisor;
}

} // namespace

void DecimalColumn::set(std::size_t sample, const Number& number) {
  if (number.kind == Number::Kind::none || values_.size() > sample) {
    return;
  }
  values_.resize(sample, no_value);
  if (!binary_ && number.kind == Number::Kind::decimal && number.decimals > decimals_) {
    raise_decimals(number.decimals);
  }
  if (!binary_ &&
      (number.kind == Number::Kind::binary || !fits_after_scaling(number.mantissa, decimals_ - number.decimals))) {
    become_binary();
  }
  if (binary_) {
    const double value = number.value();
    values_.push_back(std::bit_cast<std::int64_t>(value == 0.0 ? 0.0 : value));
  } else {
    values_.push_back(number.mantissa * powers_of_ten[decimals_ - number.decimals]);
  }
}

void DecimalColumn::raise_decimals(int decimals) {
  const int power = decimals - decimals_;
  const bool fits = std::all_of(values_.begin(), values_.end(),
                                [&](std::int64_t raw) { return raw == no_value || fits_after_scaling(raw, power); });
  if (!fits) {
    become_binary();
    return;
  }
  for (std::int64_t& raw : values_) {
    raw = raw == no_value ? no_value : raw * powers_of_ten[power];
  }
  decimals_ = decimals;
}

void DecimalColumn::become_binary() {
  const auto scale = static_cast<double>(powers_of_ten[decimals_]);
  for (std::int64_t& raw : values_) {
    raw = raw == no_value ? no_value : std::bit_cast<std::int64_t>(static_cast<double>(raw) / scale);
  }
  binary_ = true;
}

Channel DecimalColumn::finish(std::size_t samples, std::string name, std::string unit) {
  Channel channel;
  channel.name = std::move(name);
  channel.unit = std::move(unit);
  if (binary_ && all_are_singles(values_)) {
    channel.kind = ChannelKind::float32;
    for (std::int64_t& raw : values_) {
      raw = raw == no_value ? no_value : std::bit_cast<std::uint32_t>(static_cast<float>(std::bit_cast<double>(raw)));
    }
  } else if (binary_) {
    channel.kind = ChannelKind::float64;
  } else {
    channel.scale = static_cast<double>(powers_of_ten[decimals_]);
  }
  channel.values = std::move(values_);
  channel.values.resize(samples, no_value);
  *this = DecimalColumn();
  return channel;
}

Channel finish_degrees(std::vector<std::int64_t> picodegrees, std::size_t samples, std::string name) {
  Channel channel;
  channel.name = std::move(name);
  channel.unit = "deg";
  channel.values = std::move(picodegrees);
  channel.values.resize(samples, no_value);
  if (to_semicircles(channel.values)) {
    channel.scale = semicircles_per_degree;
    return channel;
  }
  int dropped = 12 - most_decimals;
  const auto divisible = [&](int power) {
    return std::all_of(channel.values.begin(), channel.values.end(),
                       [&](std::int64_t raw) { return raw == no_value || raw % powers_of_ten[power] == 0; });
  };
  while (dropped < 12 && divisible(dropped + 1)) {
    ++dropped;
  }
  for (std::int64_t& raw : channel.values) {
    raw = raw == no_value ? no_value : divide_rounded(raw, powers_of_ten[dropped]);
  }
  channel.scale = static_cast<double>(powers_of_ten[12 - dropped]);
  return channel;
}

} // namespace tracekit::xml
