// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <random>

#include "store/stream_codec.hpp"

namespace {

using namespace tracekit;

constexpr double semicircles = 4294967296.0 / 360.0;

/// An hour's ride at one sample a second: what a head unit with a power meter writes, twelve channels.
tracekit::Streams ride() {
  constexpr int seconds = 3600;
  struct Shape {
    const char* name;
    double scale;
    double level;
    double swing; ///< of a slow wave
    double noise; ///< even, to both sides
    std::int64_t grid;
  };
  constexpr Shape shapes[] = {
      {"altitude", 5, 3000, 400, 1, 1},
      {"heart_rate", 1, 145, 20, 1, 1},
      {"cadence", 1, 85, 8, 4, 1},
      {"power", 1, 210, 60, 45, 1},
      {"speed", 1000, 8000, 2500, 120, 28},
      {"temperature", 1, 21, 3, 0, 1},
      {"left_right_balance", 1, 178, 2, 4, 1},
      {"left_pedal_smoothness", 2, 44, 4, 5, 1},
      {"accumulated_power", 1, 0, 0, 0, 1},
      {"distance", 100, 0, 0, 0, 1},
      {"latitude", semicircles, 0, 0, 0, 1},
      {"longitude", semicircles, 0, 0, 0, 1},
  };
  tracekit::Streams streams;
  std::mt19937 random(1); // its numbers are the same everywhere, unlike those of the distributions
  for (const Shape& shape : shapes) {
    streams.channels.push_back({shape.name, "", ChannelKind::scaled, shape.scale, 0.0, false, {}});
  }
  double sums[4] = {0, 0, 620'000'000, 97'000'000};
  for (int second = 0; second < seconds; ++second) {
    streams.time_ms.push_back(1'754'200'000'000 + 1000 * second);
    double values[12] = {};
    for (std::size_t i = 0; i < 8; ++i) {
      const double even = static_cast<double>(random() % 2001) / 1000.0 - 1.0;
      values[i] =
          shapes[i].level + shapes[i].swing * std::sin(second / 97.0 + static_cast<double>(i)) + shapes[i].noise * even;
      values[i] = std::round(values[i] / static_cast<double>(shapes[i].grid)) * static_cast<double>(shapes[i].grid);
    }
    const double metres = values[4] / 1000;
    sums[0] += values[3];
    sums[1] += metres * 100;
    sums[2] += metres * 107 * std::sin(second / 211.0) + static_cast<double>(random() % 21);
    sums[3] += metres * 161 * std::cos(second / 211.0) + static_cast<double>(random() % 21);
    std::copy(std::begin(sums), std::end(sums), values + 8);
    for (std::size_t i = 0; i < streams.channels.size(); ++i) {
      streams.channels[i].values.push_back(static_cast<std::int64_t>(values[i]));
    }
  }
  return streams;
}

std::int64_t values_of(const tracekit::Streams& streams) {
  return static_cast<std::int64_t>(streams.size() * streams.channels.size());
}

void stream_codec_encode_hour(benchmark::State& state) {
  const tracekit::Streams streams = ride();
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto columns = store::encode_streams(streams);
    bytes = 0;
    for (const store::EncodedColumn& column : columns) {
      bytes += column.data.size();
    }
    benchmark::DoNotOptimize(bytes);
  }
  state.SetItemsProcessed(state.iterations() * values_of(streams));
  state.counters["bits_a_value"] = 8.0 * static_cast<double>(bytes) / static_cast<double>(values_of(streams));
}
BENCHMARK(stream_codec_encode_hour)->Unit(benchmark::kMicrosecond);

void stream_codec_decode_hour(benchmark::State& state) {
  const tracekit::Streams streams = ride();
  const auto columns = store::encode_streams(streams);
  for (auto _ : state) {
    benchmark::DoNotOptimize(store::decode_streams(columns));
  }
  state.SetItemsProcessed(state.iterations() * values_of(streams));
}
BENCHMARK(stream_codec_decode_hour)->Unit(benchmark::kMicrosecond);

} // namespace
