// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tracekit {

/// Marks a sample without a value, in a channel or in the time column.
inline constexpr std::int64_t no_value = std::numeric_limits<std::int64_t>::min();

/// How a channel's integers stand for physical values. Floats are kept as their bit patterns, so
/// that nothing is lost by storing them.
enum class ChannelKind : std::uint8_t {
  scaled,  ///< physical = value / scale - offset
  float32, ///< value is the bit pattern of an IEEE 754 single
  float64, ///< value is the bit pattern of an IEEE 754 double
};

/// One measured quantity over the samples of a recording.
///
/// Names are FIT's in snake_case: latitude, longitude (deg), altitude (m), distance (m, cumulative),
/// speed (m/s), heart_rate (bpm), cadence (rpm, per leg), power (W), temperature (C), ... Fields of
/// developers keep their own free name and have `developer` set. Members of an array field get an
/// index: `left_power_phase.0`, `left_power_phase.1`.
struct Channel {
  std::string name;
  std::string unit;
  ChannelKind kind = ChannelKind::scaled;
  double scale = 1.0;
  double offset = 0.0;
  bool developer = false;
  std::vector<std::int64_t> values; ///< as long as the recording has samples; `no_value` where absent

  /// The physical value of one sample, nothing where absent.
  [[nodiscard]] std::optional<double> at(std::size_t sample) const {
    const std::int64_t raw = values[sample];
    if (raw == no_value) {
      return std::nullopt;
    }
    switch (kind) {
    case ChannelKind::float32:
      return std::bit_cast<float>(static_cast<std::uint32_t>(raw));
    case ChannelKind::float64:
      return std::bit_cast<double>(raw);
    case ChannelKind::scaled:
      break;
    }
    return static_cast<double>(raw) / scale - offset;
  }

  friend bool operator==(const Channel&, const Channel&) = default;
};

/// Everything that was measured sample by sample, as columns of equal length.
struct Streams {
  std::vector<std::int64_t> time_ms;         ///< UTC milliseconds, `no_value` for samples without a time
  std::vector<Channel> channels;             ///< in the order in which the file first shows them
  std::vector<std::uint32_t> segment_starts; ///< samples (besides 0) before which there was a gap or pause

  [[nodiscard]] std::size_t size() const { return time_ms.size(); }

  [[nodiscard]] const Channel* find(std::string_view name) const {
    for (const Channel& channel : channels) {
      if (channel.name == name && !channel.developer) {
        return &channel;
      }
    }
    return nullptr;
  }

  friend bool operator==(const Streams&, const Streams&) = default;
};

} // namespace tracekit
