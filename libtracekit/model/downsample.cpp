// SPDX-License-Identifier: MIT
#include "model/downsample.hpp"

#include <algorithm>
#include <numeric>

#include "model/columns.hpp"

namespace tracekit {
namespace {

/// Samples from `begin` to `end` (exclusive).
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

void keep_extremes(const Channel& channel, Stretch stretch, std::vector<std::uint32_t>& kept) {
  with_decoder(channel, [&](auto decode) {
    std::size_t lowest = stretch.end;
    std::size_t highest = stretch.end;
    double low = 0;
    double high = 0;
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
      if (channel.values[i] == no_value) {
        continue;
      }
      const double value = decode(channel.values[i]);
      if (lowest == stretch.end || value < low) {
        lowest = i;
        low = value;
      }
      if (highest == stretch.end || value > high) {
        highest = i;
        high = value;
      }
    }
    if (lowest != stretch.end) {
      kept.push_back(static_cast<std::uint32_t>(lowest));
      kept.push_back(static_cast<std::uint32_t>(highest));
    }
  });
}

} // namespace

std::vector<std::uint32_t> drawn_samples(const Streams& streams, std::span<const Channel* const> channels,
                                         std::size_t most) {
  const std::size_t count = streams.size();
  std::vector<std::uint32_t> kept;
  if (count <= most) {
    kept.resize(count);
    std::iota(kept.begin(), kept.end(), 0U);
    return kept;
  }
  const std::size_t of_each = 1 + 2 * channels.size();
  const std::size_t stretches = std::max<std::size_t>(1, (most - 1) / of_each);
  kept.reserve(stretches * of_each + 1);
  for (std::size_t i = 0; i < stretches; ++i) {
    const Stretch stretch{i * count / stretches, (i + 1) * count / stretches};
    kept.push_back(static_cast<std::uint32_t>(stretch.begin));
    for (const Channel* channel : channels) {
      keep_extremes(*channel, stretch, kept);
    }
  }
  kept.push_back(static_cast<std::uint32_t>(count - 1));
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  return kept;
}

} // namespace tracekit
