// SPDX-License-Identifier: MIT
#include "model/columns.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <limits>

using namespace tracekit;

namespace {

Channel scaled(double scale, double offset, std::vector<std::int64_t> values) {
  Channel channel;
  channel.scale = scale;
  channel.offset = offset;
  channel.values = std::move(values);
  return channel;
}

Channel doubles(const std::vector<double>& values) {
  Channel channel;
  channel.kind = ChannelKind::float64;
  for (const double value : values) {
    channel.values.push_back(std::bit_cast<std::int64_t>(value));
  }
  return channel;
}

} // namespace

TEST_CASE("statistics are of the present values, in physical units") {
  const ChannelStatistics altitude = statistics_of(scaled(5, 500, {2500, no_value, 2505, 2515}), Zeros::counted);
  CHECK(altitude.count == 3);
  CHECK(altitude.min == 0);
  CHECK(altitude.max == 3);
  CHECK(altitude.mean() == Approx(4.0 / 3));
  CHECK(statistics_of(scaled(1, 0, {no_value}), Zeros::counted).count == 0);
}

TEST_CASE("statistics can leave zeros out, also where zero is another integer") {
  CHECK(statistics_of(scaled(1, 0, {0, 80, 100}), Zeros::left_out).mean() == 90);
  CHECK(statistics_of(scaled(5, 500, {2500, 2510}), Zeros::left_out).mean() == 2);
  CHECK(statistics_of(scaled(1, 0.5, {0, 1}), Zeros::left_out).count == 2); // no integer stands for 0
  CHECK(statistics_of(doubles({0.0, -0.0, 1.5}), Zeros::left_out).count == 1);
}

TEST_CASE("statistics survive sums beyond 64 bits") {
  constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();
  const ChannelStatistics statistics = statistics_of(scaled(1, 0, {huge, huge, huge}), Zeros::counted);
  CHECK(statistics.mean() == Approx(9.223372036854775807e18));
  CHECK(statistics_of(scaled(1, 0, {-huge, huge}), Zeros::counted).sum == 0);
}

TEST_CASE("statistics of floats skip what is no finite number") {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const ChannelStatistics statistics = statistics_of(doubles({infinite, 2, -4}), Zeros::counted);
  CHECK(statistics.count == 2);
  CHECK(statistics.sum == -2);
  CHECK(statistics.min == -4);
  CHECK(statistics.max == 2);
}

TEST_CASE("a channel has something besides 0 or has not") {
  CHECK(has_nonzero(scaled(1000, 0, {no_value, 0, 1})));
  CHECK_FALSE(has_nonzero(scaled(1000, 0, {no_value, 0})));
  CHECK_FALSE(has_nonzero(scaled(5, 500, {2500})));
  CHECK_FALSE(has_nonzero(doubles({0.0, -0.0})));
}

TEST_CASE("physical values are those of single samples, whatever the kind") {
  Channel floats;
  floats.kind = ChannelKind::float32;
  floats.values = {std::bit_cast<std::int32_t>(1.25F), no_value};
  for (const Channel& channel : {floats, doubles({-3.5, 1e9}), scaled(2, 1, {5, no_value})}) {
    const std::vector<double> values = physical_values(channel);
    REQUIRE(values.size() == 2);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto single = channel.at(i);
      CHECK((single ? values[i] == *single : values[i] != values[i]));
    }
  }
}
