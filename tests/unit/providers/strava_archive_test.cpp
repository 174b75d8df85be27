// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "providers/strava/archive.hpp"

using namespace tracekit;

namespace {

std::vector<Record> records_in(const std::string& csv, strava::ArchiveTable* table = nullptr,
                               const strava::ArchivedGear& gear = {}) {
  std::vector<Record> records;
  const auto read =
      strava::read_archive_table(as_bytes(csv), gear, 1, [&](Record record) { records.push_back(record); });
  if (table != nullptr) {
    *table = read;
  }
  return records;
}

} // namespace

TEST_CASE("dates of Strava's archives are UTC in several spellings") {
  constexpr EpochSeconds morning = 1778994725;
  CHECK(strava::archive_time("May 17, 2026, 5:12:05 AM") == morning);
  CHECK(strava::archive_time("May 17, 2026, 5:12:05\u202FAM") == morning);
  CHECK(strava::archive_time("May 17, 2026, 05:12:05") == morning);
  CHECK(strava::archive_time("17.05.2026, 05:12:05") == morning);
  CHECK(strava::archive_time("2026-05-17 05:12:05") == morning);
  CHECK(strava::archive_time("May 17, 2026, 12:12:05 AM") == morning - 5 * 3600);
  CHECK(strava::archive_time("May 17, 2026, 12:12:05 PM") == morning + 7 * 3600);
  for (const char* wrong : {"", "yesterday", "May 32, 2026, 5:12:05 AM", "May 17, 2026, 13:12:05 PM",
                            "31.02.2026, 05:12:05", "17 mai 2026 à 05:12:05"}) {
    CHECK_FALSE(strava::archive_time(wrong));
  }
}

TEST_CASE("of columns that stand twice the exact one counts") {
  const auto records = records_in("Activity ID,Activity Date,Activity Type,Distance,Distance\n"
                                  "1,\"May 17, 2026, 5:12:05 AM\",Swim,\"1,000\",1000.5\n"
                                  "2,\"May 17, 2026, 6:12:05 AM\",Swim,\"1,000\",\n");
  REQUIRE(records.size() == 2);
  CHECK(records[0].totals.distance_m == 1000.5);
  CHECK(records[0].origin == Origin::archive);
}

TEST_CASE("old archives have one distance: metres in the oldest, kilometres in those between") {
  const auto oldest = records_in("id,date,name,type,description,elapsed_time,distance,commute,gear,filename\n"
                                 "12,2018-09-12 15:02:23,Lunch,Ride,,600,4210.5,false,,\n");
  REQUIRE(oldest.size() == 1);
  CHECK(oldest[0].totals.distance_m == 4210.5);
  CHECK(oldest[0].name == "Lunch");
  const auto between = records_in("Activity ID,Activity Date,Activity Name,Activity Type,Distance\n"
                                  "12,\"Sep 12, 2019, 3:02:23 PM\",Lunch,Ride,4.21\n");
  REQUIRE(between.size() == 1);
  CHECK(*between[0].totals.distance_m == Approx(4210));
}

TEST_CASE("in other languages the order of the columns tells") {
  std::string header = "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität";
  std::string row = "15500012345,\"09.12.2022, 15:24:49\",Runde";
  for (int column = 3; column < 103; ++column) {
    header += ",Spalte " + std::to_string(column);
    row += column == 17 ? ",6261.7" : column == 15 ? ",2233.0" : column == 6 ? ",\"6,26\"" : ",";
  }
  const auto records = records_in(header + "\n" + row + "\n");
  REQUIRE(records.size() == 1);
  CHECK(records[0].name == "Runde");
  CHECK(records[0].totals.elapsed_s == 2233);
  CHECK(records[0].totals.distance_m == 6261.7);
}

TEST_CASE("what is no such table is refused, and what is wrong in one row concerns only that") {
  CHECK_THROWS_WITH(records_in("a,\"b\"\n1,2\n"),
                    "is not the list of activities of a Strava archive; its first row is \"a, b\"");
  strava::ArchiveTable table;
  const auto records = records_in("Activity ID,Activity Date\nx,\"May 17, 2026, 5:12:05 AM\"\n2,never\n"
                                  "3,\"May 17, 2026, 5:12:05 AM\"\n",
                                  &table);
  CHECK(records.size() == 1);
  CHECK(table.problems.size() == 2);
}

TEST_CASE("the table is known by how it begins, whatever it is called") {
  const auto looks_like_it = [](std::string_view text) { return strava::looks_like_archive_table(as_bytes(text)); };
  CHECK(looks_like_it("Activity ID,Activity Date,Activity Name,Activity Type,Activity Descr"));
  CHECK(looks_like_it("\xEF\xBB\xBFid,date,name,type,description\n1,"));
  CHECK_FALSE(looks_like_it("id,date,distance\n1,"));
  CHECK_FALSE(looks_like_it("hello"));
  CHECK_FALSE(looks_like_it(""));
  CHECK_FALSE(looks_like_it(std::string_view("\x0E\x10\0\0.FIT", 8)));
}

namespace {

std::string equipment_of(const std::string& bikes, const std::string& rows) {
  strava::ArchivedGear gear;
  gear.read(strava::GearKind::bike, as_bytes("Bike Name,Bike Brand,Bike Model,Bike Default Sport Types\n" + bikes));
  std::string found;
  for (const Record& record : records_in("Activity ID,Activity Date,Activity Gear,Bike,Gear\n" + rows, nullptr, gear)) {
    found += "[" + record.equipment + "]";
  }
  return found;
}

} // namespace

TEST_CASE("gear without a name is called by its maker and model where only one can be meant") {
  const std::string named = "1,\"May 17, 2026, 5:12:05 AM\",Commuter,10370890.0,\n";
  const std::string nameless = "2,\"May 17, 2026, 6:12:05 AM\",,10370891.0,\n";
  const std::string other = "3,\"May 17, 2026, 7:12:05 AM\",,10370892.0,\n";
  const std::string shoes = "4,\"May 17, 2026, 8:12:05 AM\",,,555.0\n";
  CHECK(equipment_of("Commuter,Cube,Town,\n,Canyon,Aeroad,Ride\n", named + nameless + shoes) ==
        "[Commuter][Canyon Aeroad][]");
  CHECK(equipment_of(",Canyon,Aeroad,Ride\n,Trek,Domane,Ride\n", nameless) == "[]");
  CHECK(equipment_of(",Canyon,Aeroad,Ride\n", nameless + other) == "[][]");
}

TEST_CASE("a list of gear that is none is refused") {
  strava::ArchivedGear gear;
  CHECK_THROWS_AS(gear.read(strava::GearKind::shoes, as_bytes("hello\n")), Error);
}
