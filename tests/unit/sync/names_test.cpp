// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "unit/sync/a_month.hpp"

using namespace tracekit;
using namespace tracekit::test;
using sync::CellStatus;
using sync::ChangeKind;
using Aliases = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("the first provider by priority with a name decides it") {
  AMonth month({icu_rules(), garmin_rules(), sheet_rules()});
  month.workout(
      {a_ride("intervalsicu").named("Berlin Ride"), a_ride("garmin").named("Coffee loop"), a_ride("spreadsheet")});
  const auto changes = month.changes(ChangeKind::rename);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].provider == "spreadsheet");
  CHECK(changes[0].old_value.empty());
  CHECK(changes[1].provider == "intervalsicu");
  CHECK(changes[1].old_value == "Berlin Ride");
  CHECK(changes[1].new_value == "Coffee loop");
  CHECK(changes[1].field == "name");
  CHECK(changes[1].source == RecordKey{"garmin", "garmin-1"});
  CHECK(changes[1].why == "Garmin Connect calls it \"Coffee loop\"");
}

TEST_CASE("an authority's own stray blanks are a change") {
  AMonth month({sheet_rules(), garmin_rules()});
  month.workout({a_ride("spreadsheet").named(" Coffee loop\n"), a_ride("garmin").named("Coffee loop")});
  const auto changes = month.changes(ChangeKind::rename);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].provider == "spreadsheet");
  CHECK(changes[0].new_value == "Coffee loop");
  CHECK(changes[0].why == "the name has blanks at its ends");
}

TEST_CASE("a name of blanks is no name") {
  AMonth month({sheet_rules(), garmin_rules()});
  month.workout({a_ride("spreadsheet").named("   "), a_ride("garmin").named("Coffee loop")});
  const auto changes = month.changes(ChangeKind::rename);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].provider == "spreadsheet");
}

TEST_CASE("a workout of one provider alone is shown and not renamed") {
  AMonth month({sheet_rules(), garmin_rules()});
  month.workout({a_ride("garmin").named(" Coffee loop ")});
  CHECK(month.changes(ChangeKind::rename).empty());
  const auto comparison = month.compare();
  REQUIRE(comparison.rows.size() == 1);
  CHECK(comparison.rows[0].cells[1].name_status == CellStatus::authority);
  CHECK(comparison.rows[0].cells[0].name_status == CellStatus::missing);
}

TEST_CASE("a write-only provider is never an authority but may be renamed") {
  AMonth month({strava_rules(), icu_rules()});
  month.providers[0].priority = 1;
  SECTION("its name goes nowhere") {
    month.workout({a_ride("strava").named("Secret loop"), a_ride("intervalsicu")});
    CHECK(month.compare().changes.empty());
  }
  SECTION("it takes the names of others") {
    month.workout({a_ride("strava").named("Morning Ride"), a_ride("intervalsicu").named("Coffee loop")});
    const auto changes = month.changes(ChangeKind::rename);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].provider == "strava");
    CHECK_FALSE(changes[0].stale);
  }
}

TEST_CASE("a change that rests on old values of a write-only provider is marked stale") {
  AMonth month({garmin_rules(), strava_rules()});
  const auto read_days_ago = [&](int days) {
    return [&month, days](Record& r) { r.fetched_at = month.now - days * 86400; };
  };
  month.workout({a_ride("garmin").named("Coffee loop"), a_ride("strava").named("Morning Ride").but(read_days_ago(8))});
  month.workout({a_ride("garmin").named("Coffee loop").but(read_days_ago(80)),
                 a_ride("strava").named("Lunch Ride").but(read_days_ago(6))});
  const auto changes = month.changes(ChangeKind::rename);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].stale);
  CHECK_FALSE(changes[1].stale);
}

TEST_CASE("eight days after the pull a write-only provider's record still counts as present") {
  AMonth month({sheet_rules(), garmin_rules(), strava_rules()});
  month.providers[2].can_add = true;
  month.workout({a_ride("garmin").named("Ride"), a_ride("spreadsheet").named("Ride"),
                 a_ride("strava").named("Ride").but([&](Record& r) { r.fetched_at = month.now - 8 * 86400; })});
  CHECK(month.changes(ChangeKind::add).empty());
  CHECK(month.compare().rows[0].cells[2].present);
}

TEST_CASE("the file provider is never renamed and never decides a name") {
  AMonth month({file_rules(), garmin_rules()});
  month.providers[0].priority = 1;
  month.workout({a_ride("file").named("track 7"), a_ride("garmin").named("Coffee loop")});
  CHECK(month.compare().changes.empty());
  CHECK(month.compare().rows[0].cells[0].name_status == CellStatus::none);
}

TEST_CASE("names of a provider that a person does not sync are left alone") {
  AMonth month({sheet_rules(), garmin_rules()});
  month.providers[1].sync_name = false;
  month.workout({a_ride("spreadsheet").named("Coffee loop"), a_ride("garmin").named("Berlin Ride")});
  CHECK(month.changes(ChangeKind::rename).empty());
}

TEST_CASE("a stub neither decides a name nor takes one") {
  AMonth month({icu_rules(), garmin_rules()});
  month.providers[0].priority = 1;
  month.workout({a_ride("intervalsicu").named("From Strava").but([](Record& r) { r.stub = true; }),
                 a_ride("garmin").named("Coffee loop")});
  CHECK(month.changes(ChangeKind::rename).empty());
}

TEST_CASE("what another service passed on for a write-only provider goes nowhere") {
  AMonth month({icu_rules(), garmin_rules(), strava_rules()});
  month.providers[0].priority = 1;
  month.workout(
      {a_ride("intervalsicu").named("Strava's name").but([](Record& r) { r.source = "STRAVA"; }), a_ride("garmin")});
  CHECK(month.changes(ChangeKind::rename).empty());
}

TEST_CASE("every part of a split recording takes the name") {
  AMonth month({sheet_rules(), garmin_rules()});
  month.workout({a_ride("spreadsheet").named("Coffee loop"), ARecord("garmin", "a").ride().at("2025-08-03T07:00:00Z"),
                 ARecord("garmin", "b").ride().at("2025-08-03T08:00:00Z")},
                {LinkRole::member, LinkRole::part, LinkRole::part});
  CHECK(month.changes(ChangeKind::rename).size() == 2);
  CHECK(month.compare().rows[0].cells[1].copies == 2);
}

TEST_CASE("equipment follows the first provider that has any") {
  AMonth month({sheet_rules(), garmin_rules(), icu_rules()});
  month.gear = sync::GearNames(Aliases{{"Commuter", "2008 Commuter"}});
  month.workout({a_ride("spreadsheet").with("No equipment"), a_ride("garmin").with("2008 Commuter"),
                 a_ride("intervalsicu").with("commuter")});
  const auto changes = month.changes(ChangeKind::set_equipment);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].provider == "spreadsheet");
  CHECK(changes[0].field == "equipment");
  CHECK(changes[0].old_value == "No equipment");
  CHECK(changes[0].new_value == "2008 Commuter");
  const auto row = month.compare().rows[0];
  CHECK(row.cells[0].equipment_status == CellStatus::differs);
  CHECK(row.cells[0].equipment.empty());
  CHECK(row.cells[1].equipment_status == CellStatus::authority);
  CHECK(row.cells[2].equipment_status == CellStatus::same);
}

TEST_CASE("equipment is offered only where it can be set") {
  AMonth month({sheet_rules(), garmin_rules(), file_rules(), strava_rules()});
  month.providers[1].can_set_equipment = false;
  month.providers[3].sync_equipment = false;
  month.workout({a_ride("spreadsheet").with("Tarmac"), a_ride("garmin"), a_ride("file"), a_ride("strava")});
  CHECK(month.changes(ChangeKind::set_equipment).empty());
}

TEST_CASE("gear whose name its provider does not tell is neither none nor an authority") {
  AMonth month({garmin_rules(), ridewithgps_rules(), icu_rules()});
  Record unnamed = a_ride("garmin");
  unnamed.gear_id = "4711";
  Record unnamed_too = a_ride("intervalsicu");
  unnamed_too.gear_id = "b7";
  month.workout({unnamed, a_ride("ridewithgps").with("Tarmac"), unnamed_too});
  CHECK(month.changes(ChangeKind::set_equipment).empty());
  const auto row = month.compare().rows[0];
  CHECK(row.cells[0].equipment_status == CellStatus::none);
  CHECK(row.cells[1].equipment_status == CellStatus::authority);
  CHECK(row.cells[2].equipment_status == CellStatus::none);
}
