// SPDX-License-Identifier: MIT
#include "model/downsample.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace tracekit;

namespace {

/// An hour and more of one sample a second.
Streams ride(std::size_t samples) {
  Streams streams;
  Channel heart_rate{.name = "heart_rate", .unit = "bpm", .values = {}};
  Channel power{.name = "power", .unit = "W", .values = {}};
  for (std::size_t i = 0; i < samples; ++i) {
    streams.time_ms.push_back(static_cast<std::int64_t>(i) * 1000);
    heart_rate.values.push_back(120 + static_cast<std::int64_t>(i * 7 % 23));
    power.values.push_back(i % 3 == 0 ? no_value : 200 + static_cast<std::int64_t>(i * 13 % 101));
  }
  streams.channels = {heart_rate, power};
  return streams;
}

std::vector<std::uint32_t> drawn(const Streams& streams, std::size_t most) {
  std::vector<const Channel*> channels;
  for (const Channel& channel : streams.channels) {
    channels.push_back(&channel);
  }
  return drawn_samples(streams, channels, most);
}

bool has(const std::vector<std::uint32_t>& samples, std::uint32_t sample) {
  return std::binary_search(samples.begin(), samples.end(), sample);
}

} // namespace

TEST_CASE("a short recording keeps every sample") {
  CHECK(drawn(ride(5), 16) == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
  CHECK(drawn(ride(16), 16).size() == 16);
  CHECK(drawn(Streams{}, 16).empty());
}

TEST_CASE("a long one keeps its ends, its peaks and no more samples than were asked for") {
  Streams streams = ride(18'000);
  streams.channels[0].values[7'001] = 191;
  streams.channels[1].values[12'345] = 1'100;
  streams.channels[1].values[4'321] = 0;
  for (const std::size_t most : {16U, 100U, 2'000U, 17'999U}) {
    const auto samples = drawn(streams, most);
    CHECK(samples.size() <= most);
    CHECK(samples.size() >= most / 4);
    CHECK(std::is_sorted(samples.begin(), samples.end()));
    CHECK(std::adjacent_find(samples.begin(), samples.end()) == samples.end());
    CHECK(samples.front() == 0);
    CHECK(samples.back() == 17'999);
    CHECK(has(samples, 7'001));
    CHECK(has(samples, 12'345));
    CHECK(has(samples, 4'321));
  }
}

TEST_CASE("channels without any value, and none at all, do no harm") {
  Streams streams = ride(1'000);
  std::fill(streams.channels[0].values.begin(), streams.channels[0].values.end(), no_value);
  CHECK(drawn(streams, 100).size() <= 100);
  streams.channels.clear();
  const auto samples = drawn(streams, 100);
  CHECK(samples.size() == 100);
}
