// SPDX-License-Identifier: MIT
#include "base/timezone.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <string>

#include "base/error.hpp"

using namespace tracekit;

namespace {

EpochSeconds utc(std::string_view text) {
  const auto time = parse_iso_time(text);
  REQUIRE(time);
  return time->utc_ms() / 1000;
}

WallSeconds wall(std::string_view text) { return utc(text); }

} // namespace

TEST_CASE("a zone west of Greenwich has its offsets in January and in July") {
  const TimeZone zone("America/Los_Angeles");
  CHECK(zone.offset_s(utc("2025-01-15T12:00:00Z")) == -8 * 3600);
  CHECK(zone.offset_s(utc("2025-07-15T12:00:00Z")) == -7 * 3600);
  CHECK(zone.to_wall(utc("2025-01-15T07:30:00Z")) == wall("2025-01-14T23:30:00"));
}

TEST_CASE("a zone east of Greenwich has its offsets in January and in July") {
  const TimeZone zone("Europe/Berlin");
  CHECK(zone.offset_s(utc("2025-01-15T12:00:00Z")) == 3600);
  CHECK(zone.offset_s(utc("2025-07-15T12:00:00Z")) == 2 * 3600);
  CHECK(zone.to_wall(utc("2025-07-15T22:30:00Z")) == wall("2025-07-16T00:30:00"));
}

TEST_CASE("summer is in January in the south") {
  const TimeZone zone("Australia/Sydney");
  CHECK(zone.offset_s(utc("2025-01-15T12:00:00Z")) == 11 * 3600);
  CHECK(zone.offset_s(utc("2025-07-15T12:00:00Z")) == 10 * 3600);
}

TEST_CASE("zones with odd offsets and without summer time are right all year") {
  CHECK(TimeZone("Asia/Kathmandu").offset_s(utc("2025-01-15T12:00:00Z")) == 5 * 3600 + 45 * 60);
  CHECK(TimeZone("Asia/Kathmandu").offset_s(utc("2025-07-15T12:00:00Z")) == 5 * 3600 + 45 * 60);
  CHECK(TimeZone("Asia/Tokyo").offset_s(utc("2025-07-15T12:00:00Z")) == 9 * 3600);
  CHECK(TimeZone("Pacific/Kiritimati").offset_s(utc("2025-07-15T12:00:00Z")) == 14 * 3600);
  CHECK(TimeZone("UTC").offset_s(utc("2025-07-15T12:00:00Z")) == 0);
}

TEST_CASE("offsets are those of the time, not those of today") {
  const TimeZone zone("Europe/Moscow");
  CHECK(zone.offset_s(utc("2012-01-15T12:00:00Z")) == 4 * 3600);
  CHECK(zone.offset_s(utc("2025-01-15T12:00:00Z")) == 3 * 3600);
}

TEST_CASE("summer time goes on after 2037, where zone files end") {
  const TimeZone zone("Europe/Berlin");
  CHECK(zone.offset_s(utc("2055-01-15T12:00:00Z")) == 3600);
  CHECK(zone.offset_s(utc("2055-07-15T12:00:00Z")) == 2 * 3600);
}

TEST_CASE("a local time that the spring change skips becomes the first instant after it") {
  const TimeZone zone("Europe/Berlin");
  CHECK(zone.to_utc(wall("2025-03-30T01:59:59")) == utc("2025-03-30T00:59:59Z"));
  CHECK(zone.to_utc(wall("2025-03-30T02:00:00")) == utc("2025-03-30T01:00:00Z"));
  CHECK(zone.to_utc(wall("2025-03-30T02:30:00")) == utc("2025-03-30T01:00:00Z"));
  CHECK(zone.to_utc(wall("2025-03-30T03:00:00")) == utc("2025-03-30T01:00:00Z"));
}

TEST_CASE("a local time that the autumn change repeats is the earlier one") {
  const TimeZone zone("America/New_York");
  CHECK(zone.to_utc(wall("2025-11-02T00:59:59")) == utc("2025-11-02T04:59:59Z"));
  CHECK(zone.to_utc(wall("2025-11-02T01:30:00")) == utc("2025-11-02T05:30:00Z"));
  CHECK(zone.to_utc(wall("2025-11-02T02:00:00")) == utc("2025-11-02T07:00:00Z"));
}

TEST_CASE("every hour of a year is found again from its local time, but for the repeated one") {
  const TimeZone zone("America/Los_Angeles");
  int moved = 0;
  for (EpochSeconds t = utc("2025-01-01T00:00:00Z"); t < utc("2026-01-01T00:00:00Z"); t += 3600) {
    const EpochSeconds again = zone.to_utc(zone.to_wall(t));
    if (again != t) {
      ++moved;
      CHECK(again == t - 3600);
    }
  }
  CHECK(moved == 1);
}

TEST_CASE("midnight is where it is in a zone whose clock changes at midnight") {
  const TimeZone zone("America/Santiago"); // 2025-09-07 begins at 01:00
  CHECK(zone.to_utc(wall("2025-09-07T00:00:00")) == utc("2025-09-07T04:00:00Z"));
  CHECK(zone.to_wall(utc("2025-09-07T04:00:00Z")) == wall("2025-09-07T01:00:00"));
}

TEST_CASE("the zone of this machine has no say") {
  const TimeZone zone("America/Los_Angeles");
  const char* set = std::getenv("TZ");
  const std::string before = set == nullptr ? "" : set;
  for (const char* machine : {"US/Eastern", "Asia/Tokyo", "UTC"}) {
    ::setenv("TZ", machine, 1);
    ::tzset();
    CHECK(zone.to_utc(wall("2025-07-15T12:00:00")) == utc("2025-07-15T19:00:00Z"));
    CHECK(format_utc(1754205300) == "2025-08-03T07:15:00Z");
  }
  if (set == nullptr) {
    ::unsetenv("TZ");
  } else {
    ::setenv("TZ", before.c_str(), 1);
  }
  ::tzset();
}

TEST_CASE("old names of zones are known") {
  CHECK(TimeZone::exists("US/Eastern"));
  CHECK(TimeZone("US/Eastern").name() == "US/Eastern");
  CHECK(TimeZone("US/Eastern").offset_s(utc("2025-07-15T12:00:00Z")) == -4 * 3600);
}

TEST_CASE("a zone that does not exist is refused by name") {
  for (const char* name : {"", "Mars/Olympus", "europe/berlin", "Europe/Berlin ", "../../etc/passwd", "/etc/localtime",
                           "zone.tab", "Europe"}) {
    CAPTURE(name);
    CHECK_FALSE(TimeZone::exists(name));
    try {
      const TimeZone zone(name);
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::config);
      CHECK(std::string(error.what()) == "unknown time zone \"" + std::string(name) + "\"");
      CHECK_FALSE(error.hint().empty());
    }
  }
}

TEST_CASE("times far outside every calendar do not break a zone") {
  const TimeZone zone("Europe/Berlin");
  for (const EpochSeconds t : {utc("0001-01-01T00:00:00Z"), utc("1900-01-01T00:00:00Z"), utc("9999-12-31T23:59:59Z")}) {
    CAPTURE(t);
    const int offset = zone.offset_s(t);
    CHECK(offset >= 0);
    CHECK(offset <= 2 * 3600);
    CHECK(zone.to_utc(zone.to_wall(t)) == t);
  }
}
