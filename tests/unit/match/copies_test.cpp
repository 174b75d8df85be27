// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "unit/match/a_record.hpp"
#include "unit/match/groups.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

ARecord ride(const std::string& provider, const std::string& id) {
  return ARecord(provider, id).ride().at("2025-08-03T07:00:00Z").km(20).lasting(3600);
}

} // namespace

TEST_CASE("the same workout uploaded twice is shown once") {
  const Matched result = matched({ride("ridewithgps", "10"), ride("ridewithgps", "9"), ride("garmin", "1")});
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "ridewithgps", "9").role == LinkRole::member);
  CHECK(link_of(result, "ridewithgps", "10").role == LinkRole::duplicate);
  CHECK(link_of(result, "garmin", "1").role == LinkRole::member);
}

TEST_CASE("a phone that recorded beside the watch is a duplicate in the same provider") {
  const Matched result =
      matched({ride("strava", "1"), ride("strava", "2").later(90).km(20.2).lasting(3550).named("Morning Ride")});
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "strava", "2").role == LinkRole::duplicate);
}

TEST_CASE("of the copies in one provider the device's file is shown") {
  const auto fit = [](Record& r) { r.format = "fit"; };
  const auto gpx = [](Record& r) { r.format = "gpx"; };
  const Matched result = matched({ride("file", "a").km(20.1).but(gpx), ride("file", "b").but(fit)});
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "file", "b").kind == LinkKind::founder);
  CHECK(link_of(result, "file", "a").role == LinkRole::duplicate);
}

TEST_CASE("strength training on the watch during a trainer ride stays a workout of its own") {
  const Record trainer = ARecord("garmin", "1").as("indoor_cycling").at("2025-08-03T07:00:00Z").lasting(3600);
  const Record strength = ARecord("garmin", "2").as("strength_training").at("2025-08-03T07:05:00Z").lasting(3000);
  CHECK(matched({trainer, strength}).groups.size() == 2);
}

TEST_CASE("two commutes of the same length on one day stay two workouts") {
  std::vector<Record> records;
  for (const char* provider : {"garmin", "strava", "file", "ridewithgps"}) {
    records.push_back(ride(provider, "1").at("2025-08-04T06:05:00Z").km(8.2).lasting(1300));
    records.push_back(ride(provider, "2").at("2025-08-04T15:40:00Z").km(8.2).lasting(1320));
  }
  const Matched result = matched(records);
  CHECK(result.groups.size() == 2);
  for (const KeyedGroup& group : result.groups) {
    CHECK(group.links.size() == 4);
  }
}

TEST_CASE("a recording in two parts is linked to the whole that another provider holds") {
  const Record whole = ride("strava", "7").km(20).lasting(3600);
  const Record first = ride("garmin", "1").km(8).lasting(1500);
  const Record second = ride("garmin", "2").later(1700).km(12).lasting(1900);
  const Matched result = matched({whole, first, second});
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "garmin", "1").role == LinkRole::part);
  CHECK(link_of(result, "garmin", "2").role == LinkRole::part);
  CHECK(link_of(result, "strava", "7").kind == LinkKind::founder);
  CHECK(has_words(link_of(result, "garmin", "2"), "part 2 of 2 of what another provider holds whole"));
}

TEST_CASE("providers may have cut a recording at different places") {
  const Matched result =
      matched({ride("strava", "7"), ride("garmin", "1").km(8).lasting(1500),
               ride("garmin", "2").later(1700).km(12).lasting(1900), ride("intervalsicu", "1").km(13).lasting(2300),
               ride("intervalsicu", "2").later(2400).km(7).lasting(1200)});
  CHECK(result.groups.size() == 1);
}

TEST_CASE("two loops without a whole stay two workouts") {
  const Matched result = matched({ride("strava", "1").km(5).lasting(1500), ride("garmin", "1").km(5).lasting(1500),
                                  ride("strava", "2").later(1800).km(5).lasting(1500),
                                  ride("garmin", "2").later(1800).km(5).lasting(1500)});
  CHECK(result.groups.size() == 2);
}

TEST_CASE("a run straight after a ride is not part of the ride") {
  const Record ride_only = ride("strava", "1").km(30).lasting(4000);
  const Record bike = ride("garmin", "1").km(30).lasting(4000);
  const Record run = ARecord("garmin", "2").run().at("2025-08-03T07:00:00Z").later(4100).km(5).lasting(1500);
  CHECK(sets_of(matched({ride_only, bike, run})) ==
        std::set<std::set<std::string>>{{"strava:1", "garmin:1"}, {"garmin:2"}});
}

TEST_CASE("the whole of a triathlon is linked to wholes and its legs to legs") {
  const auto leg = [](Record& r) {
    r.parent_id = "100";
    r.part = 1;
  };
  const Record whole = ARecord("garmin", "100").as("multi_sport").at("2025-08-03T07:00:00Z").km(51.5).lasting(9000);
  const Record swim = ARecord("garmin", "101").as("swim").at("2025-08-03T07:00:00Z").km(1.5).lasting(1800).but(leg);
  const Record bike = ARecord("garmin", "102").ride().at("2025-08-03T07:33:00Z").km(40).lasting(4200).but(leg);
  const Record strava_bike = ARecord("strava", "2").ride().at("2025-08-03T07:33:00Z").km(40).lasting(4200);
  CHECK(sets_of(matched({whole, swim, bike, strava_bike})) ==
        std::set<std::set<std::string>>{{"garmin:100"}, {"garmin:101"}, {"garmin:102", "strava:2"}});
}

TEST_CASE("a file exported with local times as UTC is a copy of the right one") {
  const Record right = ride("file", "a").but([](Record& r) { r.format = "fit"; });
  const Record shifted = ride("file", "b").later(7200).km(20.1).but([](Record& r) { r.format = "gpx"; });
  const Matched result = matched({right, ride("garmin", "1").offset(7200), shifted});
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "file", "b").role == LinkRole::duplicate);
}

TEST_CASE("a shift that fits two workouts is a question") {
  const Matched result =
      matched({ride("garmin", "1").km(8).lasting(1300), ride("garmin", "2").later(14400).km(8).lasting(1300),
               ride("strava", "7").later(7200).km(8).lasting(1300)});
  CHECK(result.groups.size() == 3);
  CHECK_FALSE(result.questions.empty());
}

TEST_CASE("links do not chain from one ride to the next") {
  // b overlaps both a and c, which are clearly two rides one after the other.
  const Record a = ride("garmin", "1").km(10).lasting(1800);
  const Record b = ride("strava", "7").later(900).km(10).lasting(1800);
  const Record c = ride("ridewithgps", "3").later(1800).km(10).lasting(1800);
  CHECK(matched({a, b, c}).groups.size() >= 2);
  for (const KeyedGroup& group : matched({a, b, c}).groups) {
    CHECK(group.links.size() <= 2);
  }
}
