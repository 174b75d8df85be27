// SPDX-License-Identifier: MIT
#include "model/recording.hpp"

#include <algorithm>

namespace tracekit {
namespace {

void add_channel(std::vector<ChannelSummary>& summaries, const Channel& channel) {
  auto found = std::find_if(summaries.begin(), summaries.end(), [&](const ChannelSummary& s) {
    return s.name == channel.name && s.developer == channel.developer;
  });
  if (found == summaries.end()) {
    summaries.push_back({channel.name, channel.unit, channel.developer, 0, 0, 0, 0});
    found = summaries.end() - 1;
  }
  double sum = found->avg * static_cast<double>(found->count);
  for (std::size_t i = 0; i < channel.values.size(); ++i) {
    if (const auto value = channel.at(i)) {
      found->min = found->count == 0 ? *value : std::min(found->min, *value);
      found->max = found->count == 0 ? *value : std::max(found->max, *value);
      sum += *value;
      ++found->count;
    }
  }
  found->avg = found->count == 0 ? 0 : sum / static_cast<double>(found->count);
}

} // namespace

std::vector<ChannelSummary> summarize_channels(const std::vector<Recording>& recordings) {
  std::vector<ChannelSummary> summaries;
  for (const Recording& recording : recordings) {
    for (const Channel& channel : recording.streams.channels) {
      add_channel(summaries, channel);
    }
  }
  std::erase_if(summaries, [](const ChannelSummary& s) { return s.count == 0; });
  return summaries;
}

} // namespace tracekit
