// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "unit/match/a_record.hpp"
#include "unit/match/groups.hpp"

using namespace tracekit;
using namespace tracekit::test;

namespace {

ARecord row(const std::string& id, const std::string& date = "2025-08-03") {
  return ARecord("spreadsheet", id).ride().on(date);
}

ARecord ride(const std::string& id, const std::string& utc = "2025-08-03T07:00:00Z") {
  return ARecord("garmin", id).ride().at(utc).km(8.2).lasting(1300).offset(7200);
}

using Sets = std::set<std::set<std::string>>;

} // namespace

TEST_CASE("a row with rounded miles and minutes is linked to the only ride of the day") {
  CHECK(verdict(row("2").miles(5.1).lasting(1320), ride("1")) == Verdict::link);
}

TEST_CASE("a row without a duration is linked to the only ride of the day") {
  CHECK(verdict(row("2").miles(5.1), ride("1")) == Verdict::link);
}

TEST_CASE("a row on the day before is at most a question") {
  CHECK(verdict(row("2", "2025-08-02").miles(5.1).lasting(1320), ride("1")) != Verdict::link);
  CHECK(verdict(row("2", "2025-08-01").miles(5.1).lasting(1320), ride("1")) == Verdict::no);
}

TEST_CASE("a row of the evening is linked to the run that began after midnight") {
  const Record night = ARecord("garmin", "1").run().at("2025-08-03T22:20:00Z").offset(7200).km(10).lasting(3000);
  CHECK(verdict(ARecord("spreadsheet", "2").run().on("2025-08-03").km(10).lasting(3000), night) == Verdict::link);
}

TEST_CASE("a row is matched by the date at the place of the workout, wherever home is") {
  const Record abroad = ARecord("garmin", "1").run().at("2025-08-03T21:00:00Z").offset(9 * 3600).km(10).lasting(3000);
  const Record sheet = ARecord("spreadsheet", "2").run().on("2025-08-04").km(10).lasting(3000);
  CHECK(verdict(sheet, abroad, "Europe/Berlin") == Verdict::link);
  CHECK(verdict(sheet, abroad, "US/Pacific") == Verdict::link);
  CHECK(verdict(sheet, abroad, "Australia/Sydney") == Verdict::link);
}

TEST_CASE("two equal rows go to two equal rides in order") {
  const Matched result =
      matched({row("10").miles(5.1), row("9").miles(5.1), ride("1"), ride("2", "2025-08-03T16:00:00Z")});
  CHECK(sets_of(result) == Sets{{"garmin:1", "spreadsheet:9"}, {"garmin:2", "spreadsheet:10"}});
  CHECK(result.questions.empty());
}

TEST_CASE("in a sheet with the newest rows first the order is the other way round") {
  const Matched result = matched({row("2", "2025-08-04").miles(5.1), row("3").miles(5.1), row("4").miles(5.1),
                                  ride("1"), ride("2", "2025-08-03T16:00:00Z"), ride("3", "2025-08-04T07:00:00Z")});
  CHECK(sets_of(result) ==
        Sets{{"garmin:1", "spreadsheet:4"}, {"garmin:2", "spreadsheet:3"}, {"garmin:3", "spreadsheet:2"}});
}

TEST_CASE("one row of two equal rides is a question") {
  const Matched result = matched({row("2").miles(5.1), ride("1"), ride("2", "2025-08-03T16:00:00Z")});
  CHECK(result.groups.size() == 3);
  REQUIRE(result.questions.size() == 1);
  CHECK(result.questions.front().why == "another workout of that day fits this row as well");
}

TEST_CASE("a figure to the second tells two equal rides apart") {
  const Matched result = matched(
      {row("2").miles(5.1).lasting(1327), ride("1").lasting(1312), ride("2", "2025-08-03T16:00:00Z").lasting(1327)});
  CHECK(sets_of(result) == Sets{{"garmin:1"}, {"garmin:2", "spreadsheet:2"}});
}

TEST_CASE("the order of the rows tells two equal rides apart") {
  const Record lunch = ARecord("garmin", "3").run().at("2025-08-03T10:00:00Z").km(5).lasting(1500).offset(7200);
  const Matched result = matched({ARecord("spreadsheet", "2").run().on("2025-08-03").km(5).lasting(1500),
                                  row("3").miles(5.1), ride("1"), lunch, ride("2", "2025-08-03T16:00:00Z")});
  CHECK(sets_of(result) == Sets{{"garmin:1"}, {"garmin:2", "spreadsheet:3"}, {"garmin:3", "spreadsheet:2"}});
}

TEST_CASE("ids that are hashes tell no order, and a told order does") {
  const Record lunch = ARecord("garmin", "3").run().at("2025-08-03T10:00:00Z").km(5).lasting(1500).offset(7200);
  const ARecord lunch_row = ARecord("spreadsheet", "rc1").run().on("2025-08-03").km(5).lasting(1500);
  const std::vector<Record> workouts = {ride("1"), lunch, ride("2", "2025-08-03T16:00:00Z")};
  const auto with_rows = [&](const Record& a, const Record& b) {
    std::vector<Record> records = workouts;
    records.push_back(a);
    records.push_back(b);
    return matched(records);
  };
  const Matched unordered = with_rows(lunch_row, row("ra9").miles(5.1));
  CHECK(sets_of(unordered) == Sets{{"garmin:1"}, {"garmin:2"}, {"garmin:3", "spreadsheet:rc1"}, {"spreadsheet:ra9"}});
  CHECK(unordered.questions.size() == 1);

  const auto placed = [](ARecord record, int place) {
    return record.but([&](Record& r) { r.detail_json = "{\"day_order\": " + std::to_string(place) + "}"; });
  };
  const Matched ordered = with_rows(placed(lunch_row, 1), placed(row("ra9").miles(5.1), 2));
  CHECK(sets_of(ordered) == Sets{{"garmin:1"}, {"garmin:2", "spreadsheet:ra9"}, {"garmin:3", "spreadsheet:rc1"}});
}

TEST_CASE("rows out of order find their workouts") {
  const Record run = ARecord("garmin", "3").run().at("2025-08-03T10:00:00Z").km(5).lasting(1500).offset(7200);
  const Matched result = matched(
      {ARecord("spreadsheet", "2").run().on("2025-08-03").km(5).lasting(1500), row("3").miles(5.1), ride("1"), run});
  CHECK(sets_of(result) == Sets{{"garmin:1", "spreadsheet:3"}, {"garmin:3", "spreadsheet:2"}});
}

TEST_CASE("kilometres typed as miles are understood") {
  const Matched result = matched({row("2").miles(20).lasting(2880), ride("1").km(20).lasting(2890)});
  REQUIRE(result.groups.size() == 1);
  CHECK(has_words(link_of(result, "spreadsheet", "2"), "same distance if miles and kilometres were mixed up"));
}

TEST_CASE("a row of another sport is not linked") {
  CHECK(verdict(ARecord("spreadsheet", "2").run().on("2025-08-03").miles(5.1).lasting(1300), ride("1")) == Verdict::no);
}

TEST_CASE("a yoga row is linked without any distance") {
  const Record yoga = ARecord("garmin", "1").as("yoga").at("2025-08-03T05:00:00Z").lasting(2400);
  CHECK(verdict(ARecord("spreadsheet", "2").as("yoga").on("2025-08-03").lasting(2400), yoga) == Verdict::link);
}

TEST_CASE("a row typed twice is a duplicate") {
  const Record first = row("2").miles(5.1).lasting(1312);
  const Record again = row("3").miles(5.1).lasting(1312);
  SECTION("beside a workout") {
    const Matched result = matched({first, again, ride("1").lasting(1312)});
    REQUIRE(result.groups.size() == 1);
    CHECK(link_of(result, "spreadsheet", "2").role == LinkRole::member);
    CHECK(link_of(result, "spreadsheet", "3").role == LinkRole::duplicate);
  }
  SECTION("alone") { CHECK(matched({first, again}).groups.size() == 1); }
  SECTION("only asked about when both are rounded to the minute, as two commutes may be") {
    const Record rounded = row("2").miles(5.1).lasting(1320);
    const Record once_more = row("3").miles(5.1).lasting(1320);
    const Matched result = matched({rounded, once_more, ride("1").lasting(1312)});
    CHECK(result.groups.size() == 2);
    CHECK(result.questions.size() == 1);
  }
  SECTION("not when a second workout wants it") {
    CHECK(matched({first, again, ride("1").lasting(1312), ride("2", "2025-08-03T16:00:00Z").lasting(1312)})
              .groups.size() == 2);
  }
}

TEST_CASE("rows of two sheets meet without any recording") {
  const Record other = ARecord("log", "a").ride().on("2025-08-03").km(42.1).lasting(5400);
  CHECK(verdict(row("2").km(42.1).lasting(5400), other) == Verdict::link);
}

TEST_CASE("a separated row is not linked again and not asked about") {
  const Record sheet = row("2").miles(5.1).lasting(1312);
  match::Constraints constraints;
  constraints.different = {{sheet.key, {"garmin", "1"}}};
  const Matched result = matched({sheet, ride("1").lasting(1312)}, constraints);
  CHECK(result.groups.size() == 2);
  CHECK(result.questions.empty());
}

TEST_CASE("a day with thousands of rows comes to an end") {
  std::vector<Record> records;
  for (int i = 0; i < 3000; ++i) {
    records.push_back(row(std::to_string(i + 2)).miles(5.1));
  }
  for (int i = 0; i < 500; ++i) {
    records.push_back(ride(std::to_string(i)).later(60 * i).lasting(50));
  }
  CHECK(matched(records).groups.size() >= 3000);
}
