// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <algorithm>

#include "unit/match/a_record.hpp"
#include "unit/match/groups.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

constexpr Position berlin{52.5, 13.4};
constexpr Position potsdam{52.4, 13.05};

ARecord garmin_ride() {
  return ARecord("garmin", "1").ride().at("2025-08-03T07:00:00Z").km(20).lasting(3600).track(berlin, 20, 90);
}
ARecord strava_ride() {
  return ARecord("strava", "7").ride().at("2025-08-03T07:00:00Z").km(20).lasting(3600).track(berlin, 20, 90);
}

ARecord without_track(ARecord record) {
  return record.but([](Record& r) {
    r.sketch.clear();
    r.first.reset();
    r.last.reset();
  });
}

} // namespace

TEST_CASE("the same ride in two services two seconds apart is linked") {
  CHECK(verdict(garmin_ride(), strava_ride().later(2)) == Verdict::link);
}

TEST_CASE("a watch and a phone that disagree a little are linked") {
  CHECK(verdict(garmin_ride(), strava_ride().later(40).km(20.3).lasting(3690)) == Verdict::link);
}

TEST_CASE("a ride that lies exactly two hours off is linked by its track") {
  const Record off = strava_ride().later(7200);
  CHECK(verdict(garmin_ride(), off) == Verdict::link);
  const Matched result = matched({garmin_ride(), off});
  CHECK(has_words(link_of(result, "strava", "7"), "exactly 2:00 h apart, as a wrong time zone makes it"));
}

TEST_CASE("a ride that lies five and a half hours off is linked by its track") {
  CHECK(verdict(garmin_ride(), strava_ride().later(19800).km(20.3)) == Verdict::link);
}

TEST_CASE("the commute home on another street is not the commute to work") {
  const Record evening = strava_ride().at("2025-08-03T16:42:11Z").track(potsdam, 20, 45);
  CHECK(verdict(garmin_ride(), evening) == Verdict::no);
  CHECK(verdict(without_track(garmin_ride()), without_track(strava_ride().at("2025-08-03T16:42:11Z"))) == Verdict::no);
}

TEST_CASE("the commute home a whole number of hours later on the same road is told by its direction") {
  CHECK(verdict(garmin_ride(), strava_ride().later(9 * 3600).backwards()) != Verdict::link);
}

TEST_CASE("a run and a ride at the same time are two workouts") {
  const Record ride = ARecord("garmin", "1").ride().at("2025-08-03T07:00:00Z").km(20).lasting(3600);
  const Record run = ARecord("strava", "7").run().at("2025-08-03T07:00:40Z").km(12).lasting(3800);
  CHECK(verdict(ride, run) == Verdict::no);
}

TEST_CASE("one recording under two sport names is linked") {
  const Record run = ARecord("garmin", "1").run().at("2025-08-03T07:00:00Z").km(5).lasting(1900);
  const Record walk = ARecord("strava", "7").as("walk").at("2025-08-03T07:00:00Z").km(5).lasting(1900);
  CHECK(verdict(run, walk) == Verdict::link);
}

TEST_CASE("strength training without a distance is linked") {
  const Record garmin = ARecord("garmin", "1").as("strength_training").at("2025-08-03T07:00:00Z").lasting(2700);
  const Record strava = ARecord("strava", "7").as("WeightTraining").at("2025-08-03T07:00:30Z").lasting(2720);
  CHECK(verdict(garmin, strava) == Verdict::link);
}

TEST_CASE("a trainer ride is linked although one side has no distance") {
  const Record garmin = ARecord("garmin", "1").as("virtual_ride").at("2025-08-03T07:00:00Z").lasting(2700);
  const Record strava = ARecord("strava", "7").as("VirtualRide").at("2025-08-03T07:00:00Z").km(24).lasting(2700);
  CHECK(verdict(garmin, strava) == Verdict::link);
}

TEST_CASE("two laps of a commute exactly an hour apart are a question") {
  const Record first = ARecord("garmin", "1").ride().at("2025-08-03T07:00:00Z").km(8).lasting(1500);
  const Record second = ARecord("strava", "7").ride().at("2025-08-03T08:00:00Z").km(8).lasting(1620);
  CHECK(verdict(first, second) == Verdict::ask);
}

TEST_CASE("two laps an hour apart on different roads are two workouts") {
  const Record first = ARecord("garmin", "1").ride().at("2025-08-03T07:00:00Z").km(8).lasting(1500).track(berlin, 8, 0);
  const Record second =
      ARecord("strava", "7").ride().at("2025-08-03T08:00:00Z").km(8).lasting(1620).track(potsdam, 8, 180);
  CHECK(verdict(first, second) == Verdict::no);
}

TEST_CASE("a workout of unknown kind is linked to the ride it overlaps") {
  const Record workout = strava_ride().as("Workout").later(120).km(20.3).lasting(3900);
  CHECK(verdict(garmin_ride(), workout) == Verdict::link);
}

TEST_CASE("the first half of a ride alone is a question") {
  const Record half = strava_ride().km(10).lasting(1800).track(berlin, 10, 90);
  CHECK(verdict(garmin_ride(), half) == Verdict::ask);
}

TEST_CASE("two runs an hour apart over different distances and places are two workouts") {
  const Record first = ARecord("garmin", "1").run().at("2025-08-03T07:00:00Z").km(5).lasting(1500).track(berlin, 5, 0);
  const Record second =
      ARecord("strava", "7").run().at("2025-08-03T08:00:00Z").km(9).lasting(2900).track(potsdam, 9, 180);
  CHECK(verdict(first, second) == Verdict::no);
}

TEST_CASE("records without any time or date stay alone") {
  const Record a = ARecord("garmin", "1").ride().km(20).lasting(3600);
  const Record b = ARecord("strava", "7").ride().km(20).lasting(3600);
  CHECK(verdict(a, b) == Verdict::no);
}

TEST_CASE("records of unknown length are matched by their start") {
  const Record a = ARecord("garmin", "1").ride().at("2025-08-03T07:00:00Z");
  CHECK(verdict(a, ARecord("strava", "7").ride().at("2025-08-03T07:00:20Z")) == Verdict::link);
  CHECK(verdict(a, ARecord("strava", "7").ride().at("2025-08-03T09:13:20Z")) == Verdict::no);
}

TEST_CASE("a ride cropped at its start is linked by its end") {
  const Record cropped = without_track(strava_ride()).later(240).km(18.1).lasting(3360);
  const Matched result = matched({without_track(garmin_ride()), cropped});
  REQUIRE(result.groups.size() == 1);
  CHECK(has_words(link_of(result, "strava", "7"), "end 0 s apart"));
}

TEST_CASE("evidence is told in words") {
  const match::PairScore score =
      match::score_pair(garmin_ride(), strava_ride().later(12).km(20.08), TimeZone("Europe/Berlin"));
  std::vector<std::string> words;
  for (const Evidence& evidence : score.evidence) {
    words.push_back(std::string(feature_of(evidence.finding)) + ": " + words_of(evidence));
  }
  CHECK(words == std::vector<std::string>{"start: start 12 s apart", "distance: distance 0.4 % apart",
                                          "duration: same duration", "sport: same sport",
                                          "position: 100 % of the track in common"});
  double sum = 0;
  for (const Evidence& evidence : score.evidence) {
    sum += evidence.bits;
  }
  CHECK(score.bits == Approx(sum));
}

TEST_CASE("the score of a pair does not depend on the order") {
  const TimeZone home("Europe/Berlin");
  const std::vector<Record> records = {garmin_ride(),
                                       strava_ride().later(7200).km(19),
                                       ARecord("spreadsheet", "3").ride().on("2025-08-03").miles(12.4),
                                       ARecord("log", "4").run().on("2025-08-03").km(20),
                                       ARecord("file", "5").at("2025-08-03T07:20:00Z"),
                                       ARecord("file", "6")};
  for (const Record& a : records) {
    for (const Record& b : records) {
      const match::PairScore forth = match::score_pair(a, b, home);
      const match::PairScore back = match::score_pair(b, a, home);
      CHECK(forth.bits == Approx(back.bits));
      CHECK(forth.evidence == back.evidence);
    }
  }
}

TEST_CASE("names are the same without regard to case and blanks around them, and for nothing else") {
  const auto speaks_name = [](const char* a, const char* b) {
    const match::PairScore score =
        match::score_pair(garmin_ride().named(a), strava_ride().named(b), TimeZone("Europe/Berlin"));
    return std::any_of(score.evidence.begin(), score.evidence.end(),
                       [](const Evidence& evidence) { return evidence.finding == Finding::title; });
  };
  CHECK(speaks_name("Morning ride, AZ to az", " MORNING RIDE, az TO AZ\t"));
  CHECK(speaks_name("Grüße von der Küste", "GRüßE VON DER KüSTE"));
  CHECK_FALSE(speaks_name("Runde Nr. 1", "Runde Nr. 2"));
  CHECK_FALSE(speaks_name("Home @ work", "Home ` work")); // 0x40 and 0x60 differ like A and a
  CHECK_FALSE(speaks_name("Home [ work", "Home { work"));
  CHECK_FALSE(speaks_name("Grüße", "GrÜße"));
  CHECK_FALSE(speaks_name("Commutes", "Commute"));
}
