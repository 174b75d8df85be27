// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/recording.hpp"

namespace tracekit {

/// Calls `visit` with the function that makes physical values of a channel's integers other than `no_value`. Loops over
/// all values choose it once, where `Channel::at` chooses for every value.
template <class Visit> auto with_decoder(const Channel& channel, Visit visit) {
  switch (channel.kind) {
  case ChannelKind::float32:
    return visit(
        [](std::int64_t raw) { return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(raw))); });
  case ChannelKind::float64:
    return visit([](std::int64_t raw) { return std::bit_cast<double>(raw); });
  case ChannelKind::scaled:
    break;
  }
  return visit([scale = channel.scale, offset = channel.offset](std::int64_t raw) {
    return static_cast<double>(raw) / scale - offset;
  });
}

/// Count, sum and extremes of one channel's values, in physical units. Only the count says something while it is 0.
struct ChannelStatistics {
  std::uint64_t count = 0;
  double sum = 0;
  double min = 0;
  double max = 0;
  [[nodiscard]] double mean() const { return sum / static_cast<double>(count); }
};

enum class Zeros { counted, left_out };

/// Statistics of the present, finite values.
ChannelStatistics statistics_of(const Channel& channel, Zeros zeros);

/// Whether any value is present and not 0.
bool has_nonzero(const Channel& channel);

/// All values of a channel in physical units, NaN where absent.
std::vector<double> physical_values(const Channel& channel);

/// How far the athlete had come at each sample.
struct Progress {
  std::vector<double> metres;  ///< never falls; as long as the samples, empty when nothing tells
  bool from_positions = false; ///< computed from positions, not given by a device
  [[nodiscard]] bool known() const { return !metres.empty(); }
  [[nodiscard]] double total_m() const { return metres.empty() ? 0.0 : metres.back() - metres.front(); }
};

/// Takes the `distance` channel when it covers most samples, never falls and grows; else adds up the steps
/// between positions inside segments. Samples without a value lie on the line between their neighbours.
Progress progress_of(const Streams& streams);

/// The steps between positions inside segments added up, whatever a device says.
Progress progress_of_positions(const Streams& streams);

} // namespace tracekit
