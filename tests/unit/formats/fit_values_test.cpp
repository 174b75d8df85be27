// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "formats/fit/fit.hpp"
#include "support/fit_builder.hpp"

using namespace tracekit;
using test::FitBuilder;
namespace type = test::fit_type;
using Order = FitBuilder::Order;

namespace {

constexpr std::int64_t start = 1000000000; // FIT seconds: 2021-09-08T01:46:40Z

/// A file whose samples have one field, number 200 (unknown to the profile), with these values.
ActivityFile one_field(std::uint8_t size, std::uint8_t base_type, const std::vector<FitBuilder::Value>& values,
                       Order order = Order::little_endian) {
  FitBuilder file;
  file.file_id().define(0, 20, {{253, 4, type::uint32}, {200, size, base_type}}, order);
  for (std::size_t i = 0; i < values.size(); ++i) {
    file.data(0, {start + static_cast<std::int64_t>(i), values[i]});
  }
  return fit::decode(file.build());
}

std::vector<std::optional<double>> values_of(const ActivityFile& file, std::string_view name) {
  std::vector<std::optional<double>> values;
  const Streams& streams = file.recordings.at(0).streams;
  if (const Channel* channel = streams.find(name)) {
    for (std::size_t i = 0; i < streams.size(); ++i) {
      values.push_back(channel->at(i));
    }
  }
  return values;
}

using Values = std::vector<std::optional<double>>;

} // namespace

TEST_CASE("every base type is read in both byte orders, with its invalid value absent") {
  const auto order = GENERATE(Order::little_endian, Order::big_endian);
  struct Case {
    std::uint8_t base_type;
    std::uint8_t size;
    std::int64_t value;
    std::int64_t invalid;
  };
  const std::vector<Case> cases{
      {type::enumeration, 1, 7, 0xFF},
      {type::sint8, 1, -5, 0x7F},
      {type::uint8, 1, 200, 0xFF},
      {type::sint16, 2, -3000, 0x7FFF},
      {type::uint16, 2, 60000, 0xFFFF},
      {type::sint32, 4, -2000000000, 0x7FFFFFFF},
      {type::uint32, 4, 4000000000, 0xFFFFFFFF},
      {type::uint8z, 1, 255, 0},
      {type::uint16z, 2, 65535, 0},
      {type::uint32z, 4, 4294967295, 0},
      {type::byte, 1, 9, 0xFF},
      {type::sint64, 8, -5000000000, 0x7FFFFFFFFFFFFFFF},
      {type::uint64, 8, 5000000000, -1},
      {type::uint64z, 8, 5000000000, 0},
  };
  for (const Case& c : cases) {
    INFO("base type " << static_cast<int>(c.base_type));
    const ActivityFile file = one_field(c.size, c.base_type, {c.value, c.invalid}, order);
    CHECK(values_of(file, "field_200") == Values{static_cast<double>(c.value), std::nullopt});
    CHECK(file.damage.empty());
  }
}

TEST_CASE("bit 7 of a base type is ignored") {
  CHECK(values_of(one_field(2, type::uint16 & 0x1F, {1000}), "field_200") == Values{1000});
  CHECK(values_of(one_field(1, type::uint8 | 0x80, {17}), "field_200") == Values{17});
}

TEST_CASE("floats keep their bits and are absent when they are no finite number") {
  const auto order = GENERATE(Order::little_endian, Order::big_endian);
  const ActivityFile single = one_field(4, type::float32, {1.5, -0.0, Bytes{0xFF, 0xFF, 0xFF, 0xFF}}, order);
  CHECK(values_of(single, "field_200") == Values{1.5, 0.0, std::nullopt});
  CHECK(single.recordings.at(0).streams.find("field_200")->kind == ChannelKind::float32);
  const ActivityFile wide =
      one_field(8, type::float64, {-2.25, -0.0, std::numeric_limits<double>::infinity(), Bytes(8, 0xFF)}, order);
  CHECK(values_of(wide, "field_200") == Values{-2.25, 0.0, std::nullopt, std::nullopt});
  CHECK(wide.recordings.at(0).streams.find("field_200")->kind == ChannelKind::float64);
}

TEST_CASE("whole numbers beyond 63 bits are absent") {
  CHECK(values_of(one_field(8, type::uint64, {5, std::numeric_limits<std::int64_t>::min()}), "field_200") ==
        Values{5, std::nullopt});
}

TEST_CASE("members of an array become channels with an index") {
  const Bytes two{1, 0, 0xFF, 0xFF};
  const ActivityFile file = one_field(4, type::uint16, {two, Bytes{3, 0, 4, 0}});
  CHECK(values_of(file, "field_200.0") == Values{1, 3});
  CHECK(values_of(file, "field_200.1") == Values{std::nullopt, 4});
  CHECK(file.recordings.at(0).streams.find("field_200") == nullptr);
}

TEST_CASE("a byte array is absent only when all its bytes are invalid") {
  const ActivityFile file = one_field(2, type::byte, {Bytes{0xFF, 0xFF}, Bytes{0xFF, 3}});
  CHECK(values_of(file, "field_200.0") == Values{std::nullopt, 255});
  CHECK(values_of(file, "field_200.1") == Values{std::nullopt, 3});
}

TEST_CASE("a field whose size is no multiple of its type's is skipped, and so is one of no size") {
  FitBuilder file;
  file.file_id().define(0, 20,
                        {{253, 4, type::uint32}, {3, 1, type::uint32}, {9, 0, type::uint8}, {4, 1, type::uint8}});
  file.data(0, {start, Bytes{77}, Bytes{}, 90});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.damage.empty());
  CHECK(values_of(read, "cadence") == Values{90});
  CHECK(read.recordings.at(0).streams.find("heart_rate") == nullptr);
}

TEST_CASE("of a field that is defined twice the first one counts") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {3, 1, type::uint8}, {3, 1, type::uint8}}).data(0, {start, 100, 101});
  CHECK(values_of(fit::decode(file.build()), "heart_rate") == Values{100});
}

TEST_CASE("a channel takes whole numbers and floats of one field together") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {7, 2, type::uint16}}).data(0, {start, 250});
  file.define(0, 20, {{253, 4, type::uint32}, {7, 4, type::float32}}).data(0, {start + 1, 251.5});
  CHECK(values_of(fit::decode(file.build()), "power") == Values{250, 251.5});
}

TEST_CASE("the profile's scale and offset also hold for floats") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {2, 4, type::float32}}).data(0, {start, 3000.0});
  CHECK(values_of(fit::decode(file.build()), "altitude") == Values{100});
}

TEST_CASE("known fields get the profile's name, unit and scale") {
  FitBuilder file;
  file.define(0, 20,
              {{253, 4, type::uint32},
               {0, 4, type::sint32},
               {1, 4, type::sint32},
               {2, 2, type::uint16},
               {5, 4, type::uint32},
               {13, 1, type::sint8}});
  file.data(0, {start, std::int64_t{1} << 29, -(std::int64_t{1} << 30), 3000, 12345, -4});
  const ActivityFile read = fit::decode(file.build());
  const Streams& streams = read.recordings.at(0).streams;
  CHECK(streams.find("latitude")->at(0) == 45.0);
  CHECK(streams.find("latitude")->values == std::vector<std::int64_t>{std::int64_t{1} << 29});
  CHECK(streams.find("longitude")->at(0) == -90.0);
  CHECK(streams.find("altitude")->at(0) == 100.0);
  CHECK(streams.find("altitude")->unit == "m");
  CHECK(streams.find("distance")->at(0) == 123.45);
  CHECK(streams.find("temperature")->at(0) == -4.0);
  CHECK(read.recordings.at(0).first == Position{45.0, -90.0});
}

TEST_CASE("channels without any value are left out") {
  const ActivityFile file = one_field(1, type::uint8, {0xFF, 0xFF});
  CHECK(file.recordings.at(0).streams.size() == 2);
  CHECK(file.recordings.at(0).streams.channels.empty());
}

TEST_CASE("half positions, positions at 0 and latitudes beyond the poles do not start or end a track") {
  constexpr std::int64_t invalid = 0x7FFFFFFF;
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {0, 4, type::sint32}, {1, 4, type::sint32}});
  file.data(0, {start, 0, 0})
      .data(0, {start + 1, 500000000, invalid})
      .data(0, {start + 2, 536870912, 0})
      .data(0, {start + 3, -536870912, 1000})
      .data(0, {start + 4, 1500000000, 1000})
      .data(0, {start + 5, invalid, 1000});
  const Recording recording = fit::decode(file.build()).recordings.at(0);
  REQUIRE(recording.first);
  REQUIRE(recording.last);
  CHECK(recording.first->lat == 45.0);
  CHECK(recording.last->lat == -45.0);
  CHECK(recording.streams.find("latitude")->at(0) == 0.0);
}
