// SPDX-License-Identifier: MIT
#include "jobs/schedule_expression.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"

using namespace tracekit;
using jobs::ScheduleExpression;

namespace {

const TimeZone berlin("Europe/Berlin");
const TimeZone utc("UTC");

EpochSeconds at(std::string_view text) { return parse_iso_time(text)->utc_ms() / 1000; }

std::string next(std::string_view expression, std::string_view after, const TimeZone& zone = utc) {
  const auto found = ScheduleExpression::parse(expression).next(at(after), zone);
  return found ? format_utc(*found) : "never";
}

} // namespace

TEST_CASE("cron's five fields") {
  CHECK(next("15 3 * * *", "2025-08-03T03:14:59Z") == "2025-08-03T03:15:00Z");
  CHECK(next("15 3 * * *", "2025-08-03T03:15:00Z") == "2025-08-04T03:15:00Z");
  CHECK(next("*/20 * * * *", "2025-08-03T10:41:00Z") == "2025-08-03T11:00:00Z");
  CHECK(next("0 9-17/4 * * *", "2025-08-03T09:00:00Z") == "2025-08-03T13:00:00Z");
  CHECK(next("0,30 0 1 * *", "2025-08-03T00:00:00Z") == "2025-09-01T00:00:00Z");
  CHECK(next("0 0 29 2 *", "2025-08-03T00:00:00Z") == "2028-02-29T00:00:00Z");
  CHECK(next("0 0 * * mon", "2025-08-03T00:00:00Z") == "2025-08-04T00:00:00Z"); // a Sunday
  CHECK(next("0 0 * * 7", "2025-08-02T00:00:00Z") == "2025-08-03T00:00:00Z");
  CHECK(next("0 0 * jan-mar *", "2025-08-03T00:00:00Z") == "2026-01-01T00:00:00Z");
}

TEST_CASE("where both kinds of day are given, either will do") {
  CHECK(next("0 0 13 * fri", "2025-08-03T00:00:00Z") == "2025-08-08T00:00:00Z");
  CHECK(next("0 0 13 * fri", "2025-08-08T00:00:00Z") == "2025-08-13T00:00:00Z");
}

TEST_CASE("words for what is frequent") {
  CHECK(next("@hourly", "2025-08-03T10:41:00Z") == "2025-08-03T11:00:00Z");
  CHECK(next("@daily", "2025-08-03T10:41:00Z", berlin) == "2025-08-03T22:00:00Z");
  CHECK(next("@weekly", "2025-08-03T10:41:00Z") == "2025-08-10T00:00:00Z");
  CHECK(next("@monthly", "2025-08-03T10:41:00Z") == "2025-09-01T00:00:00Z");
  CHECK(next("every 30m", "2025-08-03T10:41:00Z") == "2025-08-03T11:00:00Z");
  CHECK(next("every 2s", "2025-08-03T10:41:01Z") == "2025-08-03T10:41:02Z");
  CHECK(next("every 7h", "2025-08-03T22:00:00Z") == "2025-08-04T00:00:00Z");
  CHECK(next("every 24h", "2025-08-03T00:00:00Z") == "2025-08-04T00:00:00Z");
}

TEST_CASE("times are meant in their zone, summer and winter") {
  CHECK(next("15 3 * * *", "2025-08-03T00:00:00Z", berlin) == "2025-08-03T01:15:00Z");
  CHECK(next("15 3 * * *", "2025-12-03T00:00:00Z", berlin) == "2025-12-03T02:15:00Z");
}

TEST_CASE("a time that the clock skips comes right after the gap, one that it shows twice comes once") {
  CHECK(next("30 2 * * *", "2025-03-30T00:00:00Z", berlin) == "2025-03-30T01:00:00Z");
  CHECK(next("30 2 * * *", "2025-03-30T01:00:00Z", berlin) == "2025-03-31T00:30:00Z");
  CHECK(next("30 2 * * *", "2025-10-26T00:00:00Z", berlin) == "2025-10-26T00:30:00Z");
  CHECK(next("30 2 * * *", "2025-10-26T00:30:00Z", berlin) == "2025-10-27T01:30:00Z");
}

TEST_CASE("what never comes") { CHECK(next("0 0 30 2 *", "2025-08-03T00:00:00Z") == "never"); }

TEST_CASE("what is wrong in a schedule is named") {
  const auto refused = [](std::string_view text, const char* why) {
    INFO(text);
    CHECK_THROWS_WITH(ScheduleExpression::parse(text), Catch::Contains(why));
  };
  refused("", "has 0 fields");
  refused("15 3 * *", "4 fields, not 5");
  refused("60 3 * * *", "\"60\" is no minute from 0 to 59");
  refused("15 24 * * *", "\"24\" is no hour");
  refused("15 3 0 * *", "day of the month");
  refused("15 3 * 13 *", "month from 1 to 12");
  refused("15 3 * * someday", "day of the week");
  refused("15-3 3 * * *", "runs backwards");
  refused("*/0 3 * * *", "no step");
  refused("every now and then", "no time between 1s and 24h");
  refused("every 25h", "no time between 1s and 24h");
  refused("every 0s", "no time between");
  refused("x 3 * * *", "\"x\" is no minute");
}
