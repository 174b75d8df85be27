// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "unit/match/a_record.hpp"
#include "unit/match/groups.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

using Sets = std::set<std::set<std::string>>;

ARecord run(const std::string& provider, const std::string& id) {
  return ARecord(provider, id).run().at("2025-08-03T07:00:00Z").km(10).lasting(3000);
}

ARecord ride(const std::string& provider, const std::string& id) {
  return ARecord(provider, id).ride().at("2025-08-03T07:00:00Z").km(20).lasting(3600);
}

} // namespace

TEST_CASE("a copy that was cropped by a quarter is linked at whichever end it lost it") {
  CHECK(verdict(run("garmin", "1"), run("strava", "7").later(750).km(7.4).lasting(2250)) == Verdict::link);
  CHECK(verdict(run("garmin", "1"), run("strava", "7").km(7.6).lasting(2250)) == Verdict::link);
  CHECK(verdict(run("garmin", "1"), run("strava", "7").later(400).km(7.3).lasting(2230)) == Verdict::link);
}

TEST_CASE("a distance that the crop does not explain still speaks against a pair") {
  const match::PairScore explained = match::score_pair(
      run("garmin", "1"), run("strava", "7").later(400).km(7.3).lasting(2230), TimeZone("Europe/Berlin"));
  const match::PairScore unexplained = match::score_pair(
      run("garmin", "1"), run("strava", "7").later(400).km(3).lasting(2230), TimeZone("Europe/Berlin"));
  CHECK(explained.bits >= unexplained.bits + 5);
}

TEST_CASE("copies that were cropped at different ends are one workout with the whole") {
  const Matched result = matched({run("garmin", "1"), run("strava", "7").later(900).km(7).lasting(2100),
                                  run("intervalsicu", "i9").km(7).lasting(2100)});
  CHECK(result.groups.size() == 1);
}

TEST_CASE("a second device that was started and stopped at other moments is a duplicate in its provider") {
  const Matched result = matched({run("garmin", "1").lasting(1200).km(4), run("strava", "7").lasting(1200).km(4),
                                  run("garmin", "2").later(150).lasting(900).km(3.1)});
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "garmin", "1").role == LinkRole::member);
  CHECK(link_of(result, "garmin", "2").role == LinkRole::duplicate);
}

TEST_CASE("runs on a treadmill are linked although their distances differ by a fifth") {
  const Record watch = run("garmin", "1").as("treadmill_running");
  CHECK(verdict(watch, run("strava", "7").later(20).km(8)) == Verdict::link);
  CHECK(verdict(watch, run("strava", "7").later(20).km(12).lasting(2950)) == Verdict::link);
}

TEST_CASE("two sessions of yoga on one day stay two in all providers") {
  const auto yoga = [](const std::string& provider, const std::string& id, const std::string& utc) {
    return ARecord(provider, id).as("yoga").at(utc).lasting(1800).offset(7200);
  };
  const Matched result =
      matched({yoga("garmin", "1", "2025-08-03T05:00:00Z"), yoga("strava", "1", "2025-08-03T05:00:10Z"),
               yoga("garmin", "2", "2025-08-03T19:20:00Z"), yoga("strava", "2", "2025-08-03T19:20:10Z"),
               ARecord("spreadsheet", "2").as("yoga").on("2025-08-03").lasting(1800),
               ARecord("spreadsheet", "3").as("yoga").on("2025-08-03").lasting(1800)});
  CHECK(sets_of(result) == Sets{{"garmin:1", "strava:1", "spreadsheet:2"}, {"garmin:2", "strava:2", "spreadsheet:3"}});
}

TEST_CASE("swim, ride and run without a pause stay three workouts") {
  std::vector<Record> records;
  for (const char* provider : {"garmin", "strava", "file"}) {
    records.push_back(ARecord(provider, "1").as("swim").at("2025-08-03T07:00:00Z").km(1.5).lasting(1800));
    records.push_back(ARecord(provider, "2").ride().at("2025-08-03T07:30:00Z").km(20).lasting(2400));
    records.push_back(ARecord(provider, "3").run().at("2025-08-03T08:10:02Z").km(5).lasting(1500));
  }
  const Matched result = matched(records);
  CHECK(result.groups.size() == 3);
  CHECK(result.questions.empty());
}

TEST_CASE("a provider's parts that carry the identity of other copies bring these along") {
  const auto naming = [](const std::string& id) {
    return [id](Record& r) { r.external_ids.push_back({"garmin", id}); };
  };
  const Matched result = matched({ride("strava", "7"), ride("garmin", "1").km(8).lasting(1500),
                                  ride("garmin", "2").later(1700).km(12).lasting(1900),
                                  ride("intervalsicu", "1").km(8).lasting(1500).but(naming("1")),
                                  ride("intervalsicu", "2").later(1700).km(12).lasting(1900).but(naming("2"))});
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "strava", "7").kind == LinkKind::founder);
  CHECK(link_of(result, "intervalsicu", "2").role == LinkRole::part);
}

TEST_CASE("a cropped copy in the wrong zone is a question") {
  const Record garmin = ride("garmin", "1").offset(-14400);
  const Record late = ride("strava", "7").offset(-14400).later(14400 + 180).km(18.6).lasting(3420);
  CHECK(verdict(garmin, late, "US/Eastern") == Verdict::ask);
}

TEST_CASE("the zone that one copy tells explains the shift of two others") {
  // Neither file tells a zone; the ride was far from home, and another device recorded it as well.
  const Record told = ride("garmin", "1").offset(-21600);
  const Record second_device =
      ride("file", "a").later(98).km(20.3).lasting(3507).but([](Record& r) { r.format = "fit"; });
  const Record shifted =
      ride("file", "b").later(98 - 21600).km(20.4).lasting(3507).but([](Record& r) { r.format = "gpx"; });
  CHECK(matched({told, second_device, shifted}, {}, "US/Eastern").groups.size() == 1);
}

TEST_CASE("a recording whose clock was years off is asked about when its length is the same to the second") {
  const auto lengths = [](double elapsed, double moving, double metres) {
    return [=](Record& r) {
      r.totals.elapsed_s = elapsed;
      r.totals.moving_s = moving;
      r.totals.distance_m = metres;
    };
  };
  const Record right = ride("garmin", "1").but(lengths(3607, 3511, 20123.4));
  const auto with_reset_clock = [](const std::string& id) {
    return ARecord("file", id).ride().at("2000-01-01T00:11:00Z");
  };
  CHECK(verdict(right, with_reset_clock("a").but(lengths(3607, 3511, 20123.4))) == Verdict::ask);
  CHECK(verdict(right, with_reset_clock("b").but(lengths(3607, 3512, 20123.4))) == Verdict::no);
  // Half an hour on the trainer is a habit, not a fingerprint.
  CHECK(verdict(ride("garmin", "1").but(lengths(1800, 1800, 15000)),
                with_reset_clock("c").but(lengths(1800, 1800, 15000))) == Verdict::no);
}

TEST_CASE("a row is matched by the local date on either side of the date line") {
  const Record auckland =
      ARecord("garmin", "1").run().at("2025-08-03T19:00:00Z").offset(12 * 3600).km(10).lasting(3000);
  const Record honolulu =
      ARecord("garmin", "2").run().at("2025-08-05T03:00:00Z").offset(-10 * 3600).km(10).lasting(3100);
  const Record kiritimati =
      ARecord("garmin", "3").run().at("2025-08-06T09:00:00Z").offset(14 * 3600).km(10).lasting(3200);
  const auto row = [](const std::string& id, const std::string& date) {
    return ARecord("spreadsheet", id).run().on(date).km(10);
  };
  for (const char* home : {"US/Pacific", "Pacific/Auckland", "Europe/Berlin"}) {
    CHECK(sets_of(matched({auckland, honolulu, kiritimati, row("2", "2025-08-04").lasting(3100),
                           row("3", "2025-08-04").lasting(3000), row("4", "2025-08-06").lasting(3200)},
                          {}, home)) ==
          Sets{{"garmin:1", "spreadsheet:3"}, {"garmin:2", "spreadsheet:2"}, {"garmin:3", "spreadsheet:4"}});
  }
}

TEST_CASE("a copy that does not tell its sport has no say about the sport of a row") {
  const Record garmin = ride("garmin", "1").offset(7200);
  const Record file = ride("file", "a").as("");
  CHECK(
      matched({garmin, file, ARecord("spreadsheet", "2").run().on("2025-08-03").km(20).lasting(3600)}).groups.size() ==
      2);
}

TEST_CASE("parts that providers cut at different places are one workout although nobody holds the whole") {
  const auto part = [](const std::string& provider, const std::string& id, std::int64_t from, std::int64_t to) {
    return ride(provider, id)
        .later(from)
        .lasting(static_cast<double>(to - from))
        .km(static_cast<double>(to - from) / 180);
  };
  const std::vector<Record> garmin = {part("garmin", "1", 0, 1500), part("garmin", "2", 1700, 3600)};
  const Record early = part("strava", "1", 0, 1900);
  CHECK(matched({garmin[0], garmin[1], early, part("strava", "2", 2000, 3600)}).groups.size() == 1);
  // A second device that was started early is no cut at another place.
  CHECK(matched({garmin[0], garmin[1], part("strava", "1", 0, 1500), part("strava", "2", 1480, 3600)}).groups.size() ==
        2);
  // The same cut everywhere is a pause between two workouts, and so is one in which nobody records.
  CHECK(matched({garmin[0], garmin[1], part("strava", "1", 0, 1505), part("strava", "2", 1690, 3600)}).groups.size() ==
        2);
  CHECK(matched({garmin[0], garmin[1], part("strava", "1", 0, 1400), part("strava", "2", 1800, 3600)}).groups.size() ==
        2);
}

TEST_CASE("a workout just before does not hide that a recording was cut at different places") {
  const auto part = [](const std::string& provider, const std::string& id, std::int64_t from, std::int64_t to) {
    return ride(provider, id)
        .later(from)
        .lasting(static_cast<double>(to - from))
        .km(static_cast<double>(to - from) / 180);
  };
  const Matched result =
      matched({part("garmin", "0", -2400, -900), part("garmin", "1", 0, 1500), part("garmin", "2", 1700, 3600),
               part("strava", "0", -2400, -900), part("strava", "1", 0, 1900), part("strava", "2", 2000, 3600),
               part("file", "1", 0, 2500), part("file", "2", 2600, 3600)});
  CHECK(sets_of(result) ==
        Sets{{"garmin:0", "strava:0"}, {"garmin:1", "garmin:2", "strava:1", "strava:2", "file:1", "file:2"}});
}

TEST_CASE("two parts are linked to a whole that was cropped so far that one of them nearly fits it") {
  const Record whole = ride("strava", "7").later(211).km(19).lasting(3389);
  const Record first = ride("garmin", "1").km(6.8).lasting(1220);
  const Record second = ride("garmin", "2").later(1360).km(12.6).lasting(2240);
  const Matched result = matched({whole, first, second});
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "garmin", "1").role == LinkRole::part);
  CHECK(link_of(result, "garmin", "2").role == LinkRole::part);
}

TEST_CASE("a second device that recorded a part is a duplicate of the part") {
  const std::vector<Record> records = {
      ride("garmin", "1"),
      ride("strava", "1").km(9.8).lasting(1750),
      ride("strava", "2").later(1810).km(9.9).lasting(1790),
      ride("strava", "3").later(1870).km(9.4).lasting(1700),
      ride("intervalsicu", "2").later(1812).km(9.9).lasting(1790),
  };
  const Matched result = matched(records);
  REQUIRE(result.groups.size() == 1);
  CHECK(link_of(result, "garmin", "1").kind == LinkKind::founder);
  CHECK(link_of(result, "strava", "2").role == LinkRole::part);
  CHECK(has_words(link_of(result, "strava", "2"), "part 2 of 2 of what another provider holds whole"));
  CHECK(link_of(result, "strava", "3").role == LinkRole::duplicate);
  CHECK(link_of(result, "intervalsicu", "2").role == LinkRole::part);
}

TEST_CASE("a person keeps a copy of a part out of the workout") {
  const Record whole = ride("garmin", "1");
  const Record first = ride("strava", "1").km(9.8).lasting(1750);
  const Record second = ride("strava", "2").later(1810).km(9.9).lasting(1790);
  const Record copy = ride("strava", "3").later(1870).km(9.4).lasting(1700);
  const match::Constraints apart{{}, {{whole.key, copy.key}}};
  CHECK(sets_of(matched({whole, first, second, copy}, apart)) ==
        Sets{{"garmin:1", "strava:1", "strava:2"}, {"strava:3"}});
}

TEST_CASE("a ride whose zone is wrong is not taken for a copy of the ride on which it falls") {
  const auto commute = [](const std::string& provider, const std::string& id) {
    return ARecord(provider, id).ride().at("2025-09-12T08:02:53Z").offset(36000).km(11.5).lasting(1915);
  };
  // The evening's copy at Strava lies ten hours early, on top of the morning's ride.
  const Record misplaced = commute("strava", "2").later(-36000);
  const auto morning = [&](const std::string& provider, const std::string& id) {
    return commute(provider, id).later(-36000 + 220).lasting(1530);
  };
  const Matched result = matched({morning("garmin", "1"), morning("strava", "1"), morning("ridewithgps", "1"),
                                  commute("garmin", "2"), commute("intervalsicu", "2"), misplaced},
                                 {}, "Australia/Sydney");
  CHECK(sets_of(result) == Sets{{"garmin:1", "ridewithgps:1", "strava:1"}, {"garmin:2", "intervalsicu:2", "strava:2"}});
}
