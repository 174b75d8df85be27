// SPDX-License-Identifier: MIT
#include "model/recording.hpp"

#include <algorithm>

#include "model/columns.hpp"

namespace tracekit {
namespace {

void add_channel(std::vector<ChannelSummary>& summaries, const Channel& channel) {
  const ChannelStatistics statistics = statistics_of(channel, Zeros::counted);
  if (statistics.count == 0) {
    return;
  }
  const auto found = std::find_if(summaries.begin(), summaries.end(), [&](const ChannelSummary& s) {
    return s.name == channel.name && s.developer == channel.developer;
  });
  if (found == summaries.end()) {
    summaries.push_back({channel.name, channel.unit, channel.developer, statistics.count, statistics.min,
                         statistics.max, statistics.mean()});
    return;
  }
  const double sum = found->avg * static_cast<double>(found->count) + statistics.sum;
  found->count += statistics.count;
  found->min = std::min(found->min, statistics.min);
  found->max = std::max(found->max, statistics.max);
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
