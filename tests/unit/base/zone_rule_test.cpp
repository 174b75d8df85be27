// SPDX-License-Identifier: MIT
#include "base/zone_rule.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace tracekit;

namespace {

EpochSeconds utc(std::string_view text) {
  const auto time = parse_iso_time(text);
  REQUIRE(time);
  return time->utc_ms() / 1000;
}

int offset(const char* rule, std::string_view when) {
  const auto parsed = ZoneRule::parse(rule);
  REQUIRE(parsed);
  return parsed->offset_s(utc(when));
}

} // namespace

TEST_CASE("a rule changes the clock in the second that it names") {
  constexpr const char* eastern = "EST5EDT,M3.2.0,M11.1.0"; // 2050: 13 March, 6 November
  CHECK(offset(eastern, "2050-03-13T06:59:59Z") == -5 * 3600);
  CHECK(offset(eastern, "2050-03-13T07:00:00Z") == -4 * 3600);
  CHECK(offset(eastern, "2050-11-06T05:59:59Z") == -4 * 3600);
  CHECK(offset(eastern, "2050-11-06T06:00:00Z") == -5 * 3600);
  CHECK(offset("CET-1CEST,M3.5.0,M10.5.0/3", "2050-10-30T00:59:59Z") == 2 * 3600);
  CHECK(offset("CET-1CEST,M3.5.0,M10.5.0/3", "2050-10-30T01:00:00Z") == 3600);
}

TEST_CASE("a rule without summer time holds all year") {
  CHECK(offset("JST-9", "2050-07-01T00:00:00Z") == 9 * 3600);
  CHECK(offset("<+0330>-3:30", "2050-07-01T00:00:00Z") == 3 * 3600 + 1800);
  CHECK(offset("<-0015>0:15:30", "2050-07-01T00:00:00Z") == -930);
}

TEST_CASE("in the south summer goes on over the new year") {
  constexpr const char* sydney = "AEST-10AEDT,M10.1.0,M4.1.0/3";
  CHECK(offset(sydney, "2049-12-31T23:59:59Z") == 11 * 3600);
  CHECK(offset(sydney, "2050-01-01T00:00:00Z") == 11 * 3600);
  CHECK(offset(sydney, "2050-07-01T00:00:00Z") == 10 * 3600);
}

TEST_CASE("in Ireland the winter is the exception, and its clock goes back") {
  constexpr const char* dublin = "IST-1GMT0,M10.5.0,M3.5.0/1";
  CHECK(offset(dublin, "2050-01-15T00:00:00Z") == 0);
  CHECK(offset(dublin, "2050-07-15T00:00:00Z") == 3600);
}

TEST_CASE("a change may come days after its Sunday or on the day before") {
  CHECK(offset("EET-2EEST,M3.4.4/50,M10.4.4/50", "2050-03-25T23:59:59Z") == 2 * 3600); // 26 March 02:00, a Saturday
  CHECK(offset("EET-2EEST,M3.4.4/50,M10.4.4/50", "2050-03-26T00:00:00Z") == 3 * 3600);
  CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T00:59:59Z") == -2 * 3600);
  CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T01:00:00Z") == -3600);
}

TEST_CASE("days are counted with the 29th of February, or without it") {
  CHECK(offset("AAA0BBB,J60/0,J300", "2052-02-29T23:59:59Z") == 0);
  CHECK(offset("AAA0BBB,J60/0,J300", "2052-03-01T00:00:00Z") == 3600);
  CHECK(offset("AAA0BBB,59/0,J300", "2052-02-28T23:59:59Z") == 0);
  CHECK(offset("AAA0BBB,59/0,J300", "2052-02-29T00:00:00Z") == 3600);
  CHECK(offset("AAA0BBB,59/0,J300", "2051-03-01T00:00:00Z") == 3600);
}

TEST_CASE("what is no rule is refused") {
  for (const char* text : {"", "EST", "E5", "<+03-3", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M3.2.0,M11.1.0,",
                           "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0",
                           "EST5EDT,J0,J300", "EST5EDT,366,J300", "EST168", "EST5:60", "EST5:00:00:00", "EST5 "}) {
    CAPTURE(text);
    CHECK_FALSE(ZoneRule::parse(text));
  }
}
