// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "formats/fit/fit.hpp"
#include "support/fit_builder.hpp"

using namespace tracekit;
using test::FitBuilder;
namespace type = test::fit_type;
using Catch::Matchers::Contains;

namespace {

std::size_t cells_of(const ActivityFile& file) {
  std::size_t cells = 0;
  for (const Recording& recording : file.recordings) {
    for (const Channel& channel : recording.streams.channels) {
      cells += channel.values.size();
    }
  }
  return cells;
}

} // namespace

TEST_CASE("a file cannot ask for thousands of columns times thousands of samples") {
  FitBuilder file;
  std::vector<FitBuilder::Field> wide;
  std::vector<FitBuilder::Value> values;
  for (int i = 0; i < 250; ++i) {
    wide.push_back({static_cast<std::uint8_t>(i), 255, type::uint8});
    values.emplace_back(Bytes(255, 1));
  }
  file.define(0, 20, wide).define(1, 20, {{3, 1, type::uint8}});
  const bool wide_first = GENERATE(true, false);
  if (wide_first) {
    file.data(0, values);
  }
  for (int i = 0; i < 20000; ++i) {
    file.data(1, {100});
  }
  file.data(0, values);
  const Bytes bytes = file.build();
  const ActivityFile read = fit::decode(bytes);
  CHECK(cells_of(read) < 16 * bytes.size() + 300000);
  REQUIRE(read.damage.size() == 1);
  CHECK_THAT(read.damage[0], Contains("channels were left out"));
  CHECK(read.recordings.at(0).streams.size() == 20001 + (wide_first ? 1 : 0));
}

TEST_CASE("a sample with sixty thousand values keeps the first thousand channels") {
  FitBuilder file;
  std::vector<FitBuilder::Field> wide;
  std::vector<FitBuilder::Value> values;
  for (int i = 0; i < 250; ++i) {
    wide.push_back({static_cast<std::uint8_t>(i), 255, type::uint8});
    values.emplace_back(Bytes(255, 1));
  }
  file.define(0, 20, wide).data(0, values);
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.recordings.at(0).streams.channels.size() > 1000);
  CHECK(read.recordings.at(0).streams.channels.size() <= 1024);
  // 249 fields of 255 values, and four channels from the fields that are counters, less the 1024 that are kept.
  CHECK(read.damage ==
        std::vector<std::string>{"The file defines far more fields than it fills: 62475 channels were left out."});
}

TEST_CASE("sessions without end are cut at a thousand") {
  FitBuilder file;
  file.define(0, 18, {{5, 1, type::enumeration}});
  for (int i = 0; i < 3000; ++i) {
    file.data(0, {1});
  }
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.message_counts.at(18) == 3000);
  CHECK(read.recordings.size() == 1000);
  REQUIRE(read.damage.size() == 1);
  CHECK_THAT(read.damage[0], Contains("far more sessions"));
}

TEST_CASE("samples without a single byte are counted") {
  FitBuilder file;
  file.define(3, 20, {});
  for (int i = 0; i < 1000; ++i) {
    file.data(3, {});
  }
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.recordings.at(0).streams.size() == 1000);
  CHECK(read.recordings.at(0).streams.channels.empty());
}

TEST_CASE("thousands of different definitions are all counted") {
  FitBuilder file;
  for (int i = 0; i < 6000; ++i) {
    file.define(0, static_cast<std::uint16_t>(1000 + i), {{1, 1, type::uint8}}).data(0, {1});
    file.define(1, 20, {{static_cast<std::uint8_t>(i % 200), 1, type::uint8}, {3, 1, type::sint8}}).data(1, {5, 6});
  }
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.message_counts.at(20) == 6000);
  CHECK(read.message_counts.size() == 6001);
  CHECK(read.recordings.at(0).streams.size() == 6000);
}

TEST_CASE("times and values at the edge of their types do no harm") {
  FitBuilder file;
  file.define(0, 20, {{253, 8, type::uint64}, {5, 8, type::sint64}, {8, 3, type::byte}, {18, 4, type::uint32}});
  file.data(0, {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min() + 1,
                Bytes{0xFE, 0xFF, 0xFF}, 4000000000});
  file.data(0, {1000000000, std::numeric_limits<std::int64_t>::max() - 1, Bytes{1, 2, 3}, 3});
  file.define(1, 18, {{2, 4, type::float32}, {7, 8, type::float64}, {253, 4, type::sint32}});
  file.data(1, {1e30, 1e300, -5});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.recordings.at(0).streams.time_ms == std::vector<std::int64_t>{no_value, 1631065600000});
}
