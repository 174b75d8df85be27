// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "formats/fit/fit.hpp"
#include "support/fit_builder.hpp"

using namespace tracekit;
using test::FitBuilder;
namespace type = test::fit_type;
using Catch::Matchers::Contains;

namespace {

constexpr std::int64_t epoch_s = 631065600;
constexpr std::int64_t start = 1000000000;
constexpr std::int64_t switched_on = 16441241; // seconds since power-on

std::int64_t utc_ms(std::int64_t fit_s) { return (fit_s + epoch_s) * 1000; }

std::vector<std::int64_t> times_of(const FitBuilder& file) {
  return fit::decode(file.build()).recordings.at(0).streams.time_ms;
}

/// Activity message: its time and the local time.
void add_activity(FitBuilder& file, std::int64_t time, std::int64_t local) {
  file.define(9, 34, {{253, 4, type::uint32}, {5, 4, type::uint32}}).data(9, {time, local});
}

FitBuilder samples_since_power_on() {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {3, 1, type::uint8}});
  file.data(0, {switched_on, 100}).data(0, {switched_on + 1, 101});
  file.define(1, 18, {{2, 4, type::uint32}, {253, 4, type::uint32}}).data(1, {switched_on, switched_on + 1});
  return file;
}

std::optional<int> offset_of(std::int64_t local) {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}}).data(0, {start});
  add_activity(file, start, local);
  return fit::decode(file.build()).recordings.at(0).utc_offset_s;
}

} // namespace

TEST_CASE("times count from the end of 1989") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}}).data(0, {621463080});
  CHECK(times_of(file) == std::vector<std::int64_t>{1252528680000});
}

TEST_CASE("a sample without a time has none") {
  FitBuilder file;
  file.define(0, 20, {{253, 4, type::uint32}, {3, 1, type::uint8}}).data(0, {0xFFFFFFFF, 100}).data(0, {start, 101});
  CHECK(times_of(file) == std::vector<std::int64_t>{no_value, utc_ms(start)});
}

TEST_CASE("compressed times count on from the last full time, and wrap after 32 seconds") {
  FitBuilder file;
  const std::int64_t base = start & ~std::int64_t{31};
  file.define(0, 20, {{253, 4, type::uint32}}).define(1, 20, {{3, 1, type::uint8}});
  file.data(0, {base + 10}).compressed(1, 12, {100}).compressed(1, 31, {101}).compressed(1, 2, {102});
  file.compressed(1, 2, {103});
  CHECK(times_of(file) == std::vector<std::int64_t>{utc_ms(base + 10), utc_ms(base + 12), utc_ms(base + 31),
                                                    utc_ms(base + 34), utc_ms(base + 34)});
}

TEST_CASE("compressed times also count on from messages that are not samples") {
  FitBuilder file;
  const std::int64_t base = start & ~std::int64_t{31};
  file.define(0, 9999, {{253, 4, type::uint32}}).define(1, 20, {{3, 1, type::uint8}});
  file.compressed(1, 1, {99}).data(0, {base + 4}).compressed(1, 5, {100});
  CHECK(times_of(file) == std::vector<std::int64_t>{no_value, utc_ms(base + 5)});
}

TEST_CASE("events can have a compressed time") {
  FitBuilder file;
  const std::int64_t base = start & ~std::int64_t{31};
  file.define(0, 20, {{253, 4, type::uint32}}).define(1, 21, {{0, 1, type::enumeration}, {1, 1, type::enumeration}});
  file.data(0, {base}).compressed(1, 5, {0, 4}).compressed(1, 20, {0, 0}).data(0, {base + 20}).data(0, {base + 21});
  CHECK(fit::decode(file.build()).recordings.at(0).streams.segment_starts == std::vector<std::uint32_t>{1});
}

TEST_CASE("a time correlation moves times that count from power-on to UTC") {
  FitBuilder file = samples_since_power_on();
  file.define(2, 162, {{253, 4, type::uint32}, {1, 4, type::uint32}}).data(2, {start, switched_on - 5});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.recordings.at(0).streams.time_ms == std::vector<std::int64_t>{utc_ms(start + 5), utc_ms(start + 6)});
  CHECK(read.recordings.at(0).start_ms == utc_ms(start + 5));
  CHECK(read.warnings.empty());
}

TEST_CASE("without a correlation the local time of the activity stands in, with a warning") {
  FitBuilder file = samples_since_power_on();
  add_activity(file, switched_on + 1, start + 1);
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.recordings.at(0).streams.time_ms == std::vector<std::int64_t>{utc_ms(start), utc_ms(start + 1)});
  CHECK(read.recordings.at(0).start_ms == utc_ms(start));
  CHECK_FALSE(read.recordings.at(0).utc_offset_s);
  REQUIRE(read.warnings.size() == 1);
  CHECK_THAT(read.warnings[0], Contains("local time"));
}

TEST_CASE("times that count from power-on stay so when nothing helps, with a warning") {
  const ActivityFile read = fit::decode(samples_since_power_on().build());
  CHECK(read.recordings.at(0).start_ms == utc_ms(switched_on));
  REQUIRE(read.warnings.size() == 1);
  CHECK_THAT(read.warnings[0], Contains("clock was not set"));
}

TEST_CASE("the offset of the place comes from the activity's local time, when it is possible") {
  CHECK(offset_of(start + 7200) == 7200);
  CHECK(offset_of(start - 12600) == -12600);
  CHECK(offset_of(start) == 0);
  CHECK(offset_of(start + 14 * 3600) == 14 * 3600);
  CHECK(offset_of(start - 14 * 3600) == -14 * 3600);
  CHECK_FALSE(offset_of(start + 14 * 3600 + 900));
  CHECK_FALSE(offset_of(start + 100000));
  CHECK_FALSE(offset_of(0));
  CHECK_FALSE(offset_of(0xFFFFFFFF));
}

TEST_CASE("an offset that is a few seconds off is rounded to a quarter of an hour") {
  CHECK(offset_of(start + 3602) == 3600);
  CHECK(offset_of(start - 17999) == -18000);
  CHECK(offset_of(start + 20701) == 20700);
  CHECK(offset_of(start + 3900) == 3900);
}
