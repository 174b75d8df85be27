// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "formats/fit/fit.hpp"
#include "support/fit_builder.hpp"

using namespace tracekit;
using test::FitBuilder;
namespace type = test::fit_type;

namespace {

constexpr std::int64_t start = 1000000000;
using Values = std::vector<std::optional<double>>;

Values values_of(const FitBuilder& file, std::string_view name) {
  Values values;
  const ActivityFile read = fit::decode(file.build());
  const Streams& streams = read.recordings.at(0).streams;
  if (const Channel* channel = streams.find(name)) {
    for (std::size_t i = 0; i < streams.size(); ++i) {
      values.push_back(channel->at(i));
    }
  }
  return values;
}

/// speed in 1/100 m/s and distance in 1/16 m, 12 bits each, in three bytes.
Bytes speed_and_distance(unsigned speed, unsigned distance) {
  const unsigned bits = speed | distance << 12U;
  return {static_cast<std::uint8_t>(bits & 0xFFU), static_cast<std::uint8_t>(bits >> 8U & 0xFFU),
          static_cast<std::uint8_t>(bits >> 16U)};
}

} // namespace

TEST_CASE("a sample's enhanced value wins, and the plain one fills its gaps") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {6, 2, type::uint16}, {73, 4, type::uint32}});
  file.data(0, {start, 4000, 5000}).data(0, {start + 1, 4100, 0xFFFFFFFF}).data(0, {start + 2, 0xFFFF, 70000});
  CHECK(values_of(file, "speed") == Values{5.0, 4.1, 70.0});
}

TEST_CASE("plain and enhanced altitude of different messages are one channel") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {2, 2, type::uint16}}).data(0, {start, 3000});
  file.define(0, 20, {{253, 4, type::uint32}, {78, 4, type::uint32}}).data(0, {start + 1, 3005});
  CHECK(values_of(file, "altitude") == Values{100.0, 101.0});
}

TEST_CASE("fields of one name with different scales are brought to a common one") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {99, 1, type::uint8}, {108, 2, type::uint16}});
  file.data(0, {start, 15, 0xFFFF}).data(0, {start + 1, 0xFF, 1525});
  CHECK(values_of(file, "respiration_rate") == Values{15.0, 15.25});
}

TEST_CASE("compressed speed and distance are taken apart, and the distance goes on when its counter wraps") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {8, 3, type::byte}});
  file.data(0, {start, speed_and_distance(250, 16)});
  file.data(0, {start + 1, speed_and_distance(251, 4080)});
  file.data(0, {start + 2, Bytes{0xFF, 0xFF, 0xFF}});
  file.data(0, {start + 3, speed_and_distance(0, 17)});
  CHECK(values_of(file, "speed") == Values{2.5, 2.51, std::nullopt, 0.0});
  CHECK(values_of(file, "distance") == Values{1.0, 255.0, std::nullopt, 257.0625});
  CHECK(values_of(file, "compressed_speed_distance.0").empty());
}

TEST_CASE("an explicit distance resets the counter, whatever came before") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {8, 3, type::byte}});
  file.define(1, 20, {{253, 4, type::uint32}, {5, 4, type::uint32}});
  file.data(0, {start, speed_and_distance(100, 160)});
  file.data(1, {start + 1, 100000}); // 1000 m: 16000 sixteenths, of which the low 12 bits are 3712
  file.data(0, {start + 2, speed_and_distance(100, 3712 + 32)});
  CHECK(values_of(file, "distance") == Values{10.0, 1000.0, 1002.0});
}

TEST_CASE("short counters of cycles and power accumulate") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {18, 1, type::uint8}, {28, 2, type::uint16}});
  file.data(0, {start, 250, 65000}).data(0, {start + 1, 4, 200}).data(0, {start + 2, 0xFF, 0xFFFF});
  file.data(0, {start + 3, 5, 201});
  CHECK(values_of(file, "cycles") == Values{250, 4, std::nullopt, 5});
  CHECK(values_of(file, "total_cycles") == Values{250, 260, std::nullopt, 261});
  CHECK(values_of(file, "accumulated_power") == Values{65000, 65736, std::nullopt, 65737});
}

TEST_CASE("an explicit total in the same sample wins, and the counter goes on from there") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {18, 1, type::uint8}, {19, 4, type::uint32}});
  file.data(0, {start, 10, 1000}).data(0, {start + 1, 244, 0xFFFFFFFF});
  CHECK(values_of(file, "total_cycles") == Values{1000, 1234});
}

TEST_CASE("counters start anew in each chained file") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {18, 1, type::uint8}}).data(0, {start, 200}).data(0, {start + 1, 10});
  Bytes both = file.build();
  const Bytes second = file.build();
  both.insert(both.end(), second.begin(), second.end());
  const ActivityFile read = fit::decode(both);
  REQUIRE(read.recordings.size() == 2);
  CHECK(read.recordings[1].streams.find("total_cycles")->values == std::vector<std::int64_t>{200, 266});
}
