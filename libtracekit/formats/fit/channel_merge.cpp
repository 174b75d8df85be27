// SPDX-License-Identifier: MIT
#include "formats/fit/channel_merge.hpp"

#include <bit>
#include <cmath>
#include <numeric>
#include <optional>

#include "formats/fit/base_type.hpp"

namespace tracekit::fit {
namespace {

constexpr double largest_scale = 1e6;

std::optional<std::int64_t> whole_scale(const Channel& channel) {
  const bool is_whole = channel.kind == ChannelKind::scaled && channel.scale >= 1 && channel.scale <= largest_scale &&
                        channel.scale == std::floor(channel.scale);
  return is_whole ? std::optional(static_cast<std::int64_t>(channel.scale)) : std::nullopt;
}

void rescale(Channel& channel, std::int64_t from, std::int64_t to) {
  const std::int64_t factor = to / from;
  channel.scale = static_cast<double>(to);
  if (factor == 1) {
    return;
  }
  for (std::int64_t& value : channel.values) {
    if (value != no_value && __builtin_mul_overflow(value, factor, &value)) {
      value = no_value;
    }
  }
}

} // namespace

void to_float64(Channel& channel, double scale, double offset) {
  for (std::int64_t& value : channel.values) {
    if (value != no_value) {
      const double physical = to_number(value, channel.kind) / scale - offset;
      value = std::isfinite(physical) ? std::bit_cast<std::int64_t>(physical + 0.0) : no_value;
    }
  }
  channel.kind = ChannelKind::float64;
  channel.scale = 1.0;
  channel.offset = 0.0;
}

void fill_gaps(Channel& channel, Channel other) {
  const auto scale = whole_scale(channel);
  const auto other_scale = whole_scale(other);
  if (scale && other_scale && channel.offset == other.offset) {
    const std::int64_t common = std::lcm(*scale, *other_scale);
    rescale(channel, *scale, common);
    rescale(other, *other_scale, common);
  } else if (channel.kind != other.kind || channel.scale != other.scale || channel.offset != other.offset) {
    to_float64(channel, channel.scale, channel.offset);
    to_float64(other, other.scale, other.offset);
  }
  for (std::size_t i = 0; i < channel.values.size(); ++i) {
    if (channel.values[i] == no_value) {
      channel.values[i] = other.values[i];
    }
  }
}

} // namespace tracekit::fit
