// SPDX-License-Identifier: MIT
#include "base/time.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>

using namespace tracekit;
using namespace std::chrono_literals;

namespace {

constexpr EpochSeconds third_of_august = 1754205300; // 2025-08-03T07:15:00Z

EpochMillis utc_ms(std::string_view text) {
  const auto time = parse_iso_time(text);
  REQUIRE(time);
  return time->utc_ms();
}

} // namespace

TEST_CASE("a date is read as YYYY-MM-DD and must be real") {
  CHECK(parse_date("2025-08-03") == Date{2025y / 8 / 3});
  CHECK(parse_date(" 2024-02-29\n") == Date{2024y / 2 / 29});
  for (const char* text : {"", "2025-8-3", "2025-13-01", "2025-00-01", "2025-02-29", "2025-04-31", "1/5/2025",
                           "2025-08-03T00:00:00", "20250803", "-025-08-03", "2025-08-0x"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_date(text));
  }
}

TEST_CASE("a time is read with every form of zone that files use") {
  CHECK(utc_ms("2025-08-03T07:15:00Z") == third_of_august * 1000);
  CHECK(utc_ms("2025-08-03T07:15:00.25Z") == third_of_august * 1000 + 250);
  CHECK(utc_ms("2025-08-03T09:15:00+02:00") == third_of_august * 1000);
  CHECK(utc_ms("2025-08-03T09:15:00+0200") == third_of_august * 1000);
  CHECK(utc_ms("2025-08-03T09:15:00+02") == third_of_august * 1000);
  CHECK(utc_ms("2025-08-03T03:45:00-03:30") == third_of_august * 1000);
  CHECK(utc_ms(" 2025-08-03 07:15:00 ") == third_of_august * 1000);
  CHECK(utc_ms("2025-08-03t07:15:00z") == third_of_august * 1000);
}

TEST_CASE("a time without a zone says so") {
  const auto time = parse_iso_time("2025-08-03T07:15:00");
  REQUIRE(time);
  CHECK_FALSE(time->utc_offset_s);
  CHECK(time->wall_s == third_of_august);
  const auto zoned = parse_iso_time("2025-08-03T07:15:00-07:00");
  REQUIRE(zoned);
  CHECK(zoned->utc_offset_s == -7 * 3600);
  CHECK(zoned->wall_s == third_of_august);
}

TEST_CASE("fractions of a second beyond milliseconds are cut off") {
  CHECK(utc_ms("2025-08-03T07:15:00.1239999Z") == third_of_august * 1000 + 123);
  CHECK(utc_ms("2025-08-03T07:15:00,5Z") == third_of_august * 1000 + 500);
  CHECK(utc_ms("1969-12-31T23:59:59.750Z") == -250);
}

TEST_CASE("a malformed time is no time") {
  for (const char* text :
       {"", "2025-08-03", "2025-08-03T", "2025-08-03T07", "2025-08-03T24:00:00Z", "2025-08-03T07:60:00Z",
        "2025-08-03T07:15:61Z", "2025-08-03T07:15:00.Z", "2025-08-03T07:15:00+", "2025-08-03T07:15:00+2",
        "2025-08-03T07:15:00+02:", "2025-08-03T07:15:00+02:6", "2025-08-03T07:15:00+02:60", "2025-08-03T07:15:00+19:00",
        "2025-08-03T07:15:00ZZ", "2025-08-03T07:15:00Z+02:00", "2025-02-30T07:15:00Z", "2025-08-03X07:15:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso_time(text));
  }
}

TEST_CASE("what was written is read back") {
  for (const EpochSeconds t : {EpochSeconds{0}, EpochSeconds{-1}, third_of_august, EpochSeconds{951782400},
                               EpochSeconds{-2208988800}, EpochSeconds{253402300799}}) {
    CAPTURE(t);
    CHECK(utc_ms(format_utc(t)) == t * 1000);
    CHECK(utc_ms(format_utc_ms(t * 1000 + 7)) == t * 1000 + 7);
  }
}

TEST_CASE("times are written as ISO 8601") {
  CHECK(format_utc(third_of_august) == "2025-08-03T07:15:00Z");
  CHECK(format_utc(-1) == "1969-12-31T23:59:59Z");
  CHECK(format_utc_ms(third_of_august * 1000) == "2025-08-03T07:15:00Z");
  CHECK(format_utc_ms(third_of_august * 1000 + 250) == "2025-08-03T07:15:00.250Z");
  CHECK(format_utc_ms(-1) == "1969-12-31T23:59:59.999Z");
  CHECK(format_wall(third_of_august) == "2025-08-03T07:15:00");
  CHECK(format_date(2025y / 8 / 3) == "2025-08-03");
}

TEST_CASE("durations of a day and more keep their hours") {
  CHECK(format_duration(3723) == "1:02:03");
  CHECK(format_duration(0) == "0:00:00");
  CHECK(format_duration(59.5) == "0:01:00");
  CHECK(format_duration(3 * 86400 + 62 * 60 + 3) == "73:02:03");
}

TEST_CASE("a duration that is no number does not become nonsense") {
  CHECK(format_duration(-5) == "0:00:00");
  CHECK(format_duration(std::nan("")) == "0:00:00");
  CHECK(format_duration(-std::numeric_limits<double>::infinity()) == "0:00:00");
  CHECK(format_duration(std::numeric_limits<double>::infinity()).front() != '-');
  CHECK(format_duration(1e300).front() != '-');
}

TEST_CASE("days are counted through leap years and before the epoch") {
  CHECK(days_of(1970y / 1 / 1) == 0);
  CHECK(days_of(1969y / 12 / 31) == -1);
  CHECK(days_of(2024y / 3 / 1) - days_of(2024y / 2 / 28) == 2);
  CHECK(days_of(2025y / 3 / 1) - days_of(2025y / 2 / 28) == 1);
  for (std::int64_t day = -40000; day < 40000; day += 37) {
    REQUIRE(days_of(date_of_days(day)) == day);
  }
}

TEST_CASE("the date of a wall clock value changes at midnight") {
  CHECK(date_of_wall(wall_midnight(2025y / 8 / 3)) == Date{2025y / 8 / 3});
  CHECK(date_of_wall(wall_midnight(2025y / 8 / 3) - 1) == Date{2025y / 8 / 2});
  CHECK(date_of_wall(-1) == Date{1969y / 12 / 31});
}
