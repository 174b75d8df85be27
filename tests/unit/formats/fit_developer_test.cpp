// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "formats/fit/fit.hpp"
#include "support/fit_builder.hpp"

using namespace tracekit;
using test::FitBuilder;
namespace type = test::fit_type;
using Order = FitBuilder::Order;

namespace {

constexpr std::int64_t start = 1000000000;

/// A field_description: developer index, field number, base type, name, unit.
void describe(FitBuilder& file, std::int64_t developer, std::int64_t number, std::int64_t base_type,
              const std::string& name, const std::string& unit, std::int64_t native_field = 0xFF) {
  file.define(7, 206,
              {{0, 1, type::uint8},
               {1, 1, type::uint8},
               {2, 1, type::uint8},
               {3, 24, type::string},
               {8, 8, type::string},
               {15, 1, type::uint8}});
  file.data(7, {developer, number, base_type, name, unit, native_field});
}

const Channel* developer_channel(const ActivityFile& file, std::string_view name) {
  for (const Channel& channel : file.recordings.at(0).streams.channels) {
    if (channel.name == name && channel.developer) {
      return &channel;
    }
  }
  return nullptr;
}

} // namespace

TEST_CASE("a described developer field becomes a channel under its own name, in either byte order") {
  const auto order = GENERATE(Order::little_endian, Order::big_endian);
  FitBuilder file;
  describe(file, 0, 3, type::float32, "Leg Spring Stiffness", "kN/m");
  file.define(0, 20, {{253, 4, type::uint32}}, order, {{3, 4, 0, type::float32}});
  file.data(0, {start, 9.5}).data(0, {start + 1, 10.25});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.damage.empty());
  const Channel* channel = developer_channel(read, "Leg Spring Stiffness");
  REQUIRE(channel != nullptr);
  CHECK(channel->unit == "kN/m");
  CHECK(channel->at(0) == 9.5);
  CHECK(channel->at(1) == 10.25);
  REQUIRE(read.developer_fields.size() == 1);
  CHECK(read.developer_fields[0].name == "Leg Spring Stiffness");
  CHECK(read.developer_fields[0].unit == "kN/m");
  CHECK(read.warnings.empty());
}

TEST_CASE("a developer field that stands in for a field of the profile is noted, and both are kept") {
  FitBuilder file;
  describe(file, 0, 0, type::uint16, "Power", "Watts", 7);
  file.define(0, 20, {{253, 4, type::uint32}, {7, 2, type::uint16}}, Order::little_endian, {{0, 2, 0, type::uint16}});
  file.data(0, {start, 200, 210});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.recordings.at(0).streams.find("power")->at(0) == 200.0);
  REQUIRE(developer_channel(read, "Power") != nullptr);
  CHECK(developer_channel(read, "Power")->at(0) == 210.0);
  CHECK(read.warnings ==
        std::vector<std::string>{"The developer field \"Power\" stands in for the field power of the samples."});
}

TEST_CASE("developer fields without a description are skipped") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {3, 1, type::uint8}}, Order::little_endian,
              {{9, 3, 2, type::uint8}, {1, 0, 0, type::uint8}});
  file.data(0, {start, 100, Bytes{1, 2, 3}, Bytes{}}).data(0, {start + 1, 101, Bytes{1, 2, 3}, Bytes{}});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.damage.empty());
  CHECK(read.recordings.at(0).streams.find("heart_rate")->at(1) == 101.0);
  CHECK(read.recordings.at(0).streams.channels.size() == 1);
}

TEST_CASE("a description that comes late or anew holds from then on") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}}, Order::little_endian, {{0, 2, 0, type::uint16}});
  file.data(0, {start, 1});
  describe(file, 0, 0, type::uint16, "first", "");
  file.data(0, {start + 1, 2});
  describe(file, 0, 0, type::sint16, "second", "");
  file.data(0, {start + 2, -3});
  const ActivityFile read = fit::decode(file.build());
  CHECK(developer_channel(read, "first")->values == std::vector<std::int64_t>{no_value, 2, no_value});
  CHECK(developer_channel(read, "second")->values == std::vector<std::int64_t>{no_value, no_value, -3});
}

TEST_CASE("the same description given again does not make a second channel") {
  FitBuilder file;
  describe(file, 0, 0, type::uint8, "charge", "%");
  file.define(0, 20, {{253, 4, type::uint32}}, Order::little_endian, {{0, 1, 0, type::uint8}}).data(0, {start, 90});
  describe(file, 0, 0, type::uint8, "charge", "%");
  file.data(0, {start + 1, 89});
  const ActivityFile read = fit::decode(file.build());
  REQUIRE(read.recordings.at(0).streams.channels.size() == 1);
  CHECK(developer_channel(read, "charge")->values == std::vector<std::int64_t>{90, 89});
  CHECK(read.developer_fields.size() == 1);
}

TEST_CASE("a description's scale and offset hold") {
  FitBuilder file;
  file.define(7, 206,
              {{0, 1, type::uint8},
               {1, 1, type::uint8},
               {2, 1, type::uint8},
               {3, 8, type::string},
               {6, 1, type::uint8},
               {7, 1, type::sint8}});
  file.data(7, {0, 0, type::uint16, std::string("core"), 100, 20});
  file.define(0, 20, {{253, 4, type::uint32}}, Order::little_endian, {{0, 2, 0, type::uint16}}).data(0, {start, 5750});
  CHECK(developer_channel(fit::decode(file.build()), "core")->at(0) == 37.5);
}

TEST_CASE("names may lack their end and may be no UTF-8") {
  FitBuilder file;
  describe(file, 0, 0, type::uint8, std::string(24, 'n'), "");
  describe(file, 0, 1, type::uint8, "caf\xE9", "");
  file.define(0, 20, {{253, 4, type::uint32}}).data(0, {start});
  const ActivityFile read = fit::decode(file.build());
  REQUIRE(read.developer_fields.size() == 2);
  CHECK(read.developer_fields[0].name == std::string(24, 'n'));
  CHECK(read.developer_fields[1].name == "caf\xEF\xBF\xBD");
}

TEST_CASE("a text of a developer is no channel, and an impossible type no description") {
  FitBuilder file;
  describe(file, 0, 0, type::string, "note", "");
  describe(file, 0, 1, 0x1F, "odd", "");
  file.define(0, 20, {{253, 4, type::uint32}}, Order::little_endian, {{0, 4, 0, type::string}, {1, 1, 0, type::uint8}});
  file.data(0, {start, std::string("hi"), 5});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.recordings.at(0).streams.channels.empty());
  CHECK(read.developer_fields.size() == 1);
}

TEST_CASE("descriptions do not reach into the next chained file") {
  FitBuilder first;
  describe(first, 0, 0, type::uint8, "charge", "%");
  FitBuilder second;
  second.define(0, 20, {{253, 4, type::uint32}}, Order::little_endian, {{0, 1, 0, type::uint8}}).data(0, {start, 90});
  Bytes both = first.build();
  const Bytes bytes = second.build();
  both.insert(both.end(), bytes.begin(), bytes.end());
  CHECK(fit::decode(both).recordings.at(0).streams.channels.empty());
}
