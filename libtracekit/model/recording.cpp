// SPDX-License-Identifier: MIT
#include "model/recording.hpp"

#include <algorithm>
#include <limits>

namespace tracekit {
namespace {

/// Statistics of one recording's channel, in physical units.
struct Extremes {
  std::uint64_t count = 0;
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  double sum = 0;

  void add(double value) {
    min = std::min(min, value);
    max = std::max(max, value);
    sum += value;
    ++count;
  }
};

Extremes extremes_of(const Channel& channel) {
  Extremes extremes;
  if (channel.kind != ChannelKind::scaled) {
    for (std::size_t i = 0; i < channel.values.size(); ++i) {
      if (const auto value = channel.at(i)) {
        extremes.add(*value);
      }
    }
    return extremes;
  }
  for (const std::int64_t raw : channel.values) {
    if (raw != no_value) {
      extremes.add(static_cast<double>(raw));
    }
  }
  const auto physical = [&](double raw) { return raw / channel.scale - channel.offset; };
  extremes.min = physical(extremes.min);
  extremes.max = physical(extremes.max);
  extremes.sum = extremes.sum / channel.scale - channel.offset * static_cast<double>(extremes.count);
  return extremes;
}

void add_channel(std::vector<ChannelSummary>& summaries, const Channel& channel) {
  const Extremes extremes = extremes_of(channel);
  if (extremes.count == 0) {
    return;
  }
  const auto found = std::find_if(summaries.begin(), summaries.end(), [&](const ChannelSummary& s) {
    return s.name == channel.name && s.developer == channel.developer;
  });
  if (found == summaries.end()) {
    summaries.push_back({channel.name, channel.unit, channel.developer, extremes.count, extremes.min, extremes.max,
                         extremes.sum / static_cast<double>(extremes.count)});
    return;
  }
  const double sum = found->avg * static_cast<double>(found->count) + extremes.sum;
  found->count += extremes.count;
  found->min = std::min(found->min, extremes.min);
  found->max = std::max(found->max, extremes.max);
  found->avg = sum / static_cast<double>(found->count);
}

} // namespace

std::vector<ChannelSummary> summarize_channels(const std::vector<Recording>& recordings) {
  std::vector<ChannelSummary> summaries;
  for (const Recording& recording : recordings) {
    for (const Channel& channel : recording.streams.channels) {
      add_channel(summaries, channel);
    }
  }
  return summaries;
}

} // namespace tracekit
