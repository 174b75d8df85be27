// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/recording.hpp"

namespace tracekit {

/// Count, mean and maximum of one channel's values, in physical units.
struct ChannelStatistics {
  std::uint64_t count = 0;
  double mean = 0;
  double max = 0;
};

/// Statistics of the present values; values of exactly 0 are left out when `without_zeros` is set.
ChannelStatistics statistics_of(const Channel& channel, bool without_zeros);

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
