// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <set>

#include "base/error.hpp"
#include "sync/change_id.hpp"
#include "sync/plan_json.hpp"
#include "unit/sync/a_month.hpp"

using namespace tracekit;
using namespace tracekit::test;
using nlohmann::json;
using sync::ChangeKind;

namespace {

AMonth busy_month() {
  AMonth month({strava_rules(), file_rules(), icu_rules(), ridewithgps_rules(), garmin_rules(), sheet_rules()});
  month.workout({ARecord("garmin", "2").ride().at("2025-08-20T07:00:00Z").named("B").with("Tarmac"),
                 a_ride("strava").at("2025-08-20T07:00:00Z")});
  month.workout({a_ride("garmin").named("A "), a_ride("intervalsicu").named("C"),
                 a_ride("spreadsheet").on("2025-08-03").with("Tarmac")});
  return month;
}

} // namespace

TEST_CASE("rows stand in the order of time and columns in the order of priority") {
  const sync::Comparison comparison = busy_month().compare();
  CHECK(comparison.providers ==
        std::vector<std::string>{"spreadsheet", "garmin", "ridewithgps", "intervalsicu", "file", "strava"});
  REQUIRE(comparison.rows.size() == 2);
  CHECK(comparison.rows[0].activity == 2);
  CHECK(comparison.rows[1].activity == 1);
}

TEST_CASE("changes stand in the order of rows, then providers, then kinds") {
  const sync::Comparison comparison = busy_month().compare();
  std::vector<std::string> order;
  for (const sync::Change& change : comparison.changes) {
    if (change.kind != ChangeKind::set_metadata) {
      order.push_back(std::to_string(change.activity) + " " + change.provider + " " +
                      std::string(to_string(change.kind)));
    }
  }
  CHECK(order == std::vector<std::string>{"2 spreadsheet rename", "2 garmin rename", "2 garmin set_equipment",
                                          "2 intervalsicu rename", "2 intervalsicu set_equipment", "2 file download",
                                          "1 spreadsheet add", "1 file download", "1 strava rename",
                                          "1 strava set_equipment"});
}

TEST_CASE("a row tells the local start where the workout happened") {
  AMonth month({garmin_rules(), file_rules(), sheet_rules()});
  month.workout({a_ride("file"), a_ride("garmin").offset(9 * 3600)});
  month.workout({a_ride("spreadsheet").but([](Record& r) { r.start.reset(); }).on("2025-08-09")});
  const sync::Comparison comparison = month.compare();
  CHECK(format_wall(comparison.rows[0].start_local.value()) == "2025-08-03T16:00:00");
  CHECK_FALSE(comparison.rows[0].date_only);
  CHECK(comparison.rows[1].date_only);
  CHECK(comparison.rows[0].sport == "Ride");
  CHECK(comparison.rows[0].distance_m == Approx(42100));
  CHECK(comparison.rows[0].duration_s == Approx(5400));
  CHECK(comparison.rows[0].certainty == Approx(19));
  CHECK(comparison.rows[1].certainty == Approx(0));
}

TEST_CASE("a workout without distance or duration has a row like any other") {
  AMonth month({garmin_rules(), sheet_rules()});
  month.workout(
      {ARecord("garmin", "1").as("yoga").at("2025-08-03T07:00:00Z"), ARecord("spreadsheet", "2").on("2025-08-03")});
  const sync::Comparison comparison = month.compare();
  REQUIRE(comparison.rows.size() == 1);
  CHECK_FALSE(comparison.rows[0].distance_m);
  CHECK(comparison.rows[0].sport == "Yoga");
}

TEST_CASE("the ids of changes stay the same from run to run and differ from each other") {
  const sync::Comparison first = busy_month().compare();
  const sync::Comparison second = busy_month().compare();
  std::set<std::string> ids;
  REQUIRE(first.changes.size() == second.changes.size());
  for (std::size_t i = 0; i < first.changes.size(); ++i) {
    CHECK(sync::change_id(first.changes[i]) == sync::change_id(second.changes[i]));
    CHECK(sync::change_id(first.changes[i]).size() == 16);
    ids.insert(sync::change_id(first.changes[i]));
  }
  CHECK(ids.size() == first.changes.size());
}

TEST_CASE("an id is a hash over target, kind, field and values") {
  AMonth month({sheet_rules(), garmin_rules()});
  month.workout({a_ride("spreadsheet").named("Coffee loop"), a_ride("garmin").named("Berlin Ride")});
  const std::string id = sync::change_id(month.changes(ChangeKind::rename).at(0));
  CHECK(id == "2d98afda384bfabc");
}

TEST_CASE("a dismissed change does not come back") {
  AMonth month = busy_month();
  month.dismissed = {sync::change_id(month.compare().changes.front())};
  const std::size_t before = busy_month().compare().changes.size();
  CHECK(month.compare().changes.size() == before - 1);
}

TEST_CASE("who only counts a month's changes gets the same number, without those that were dismissed") {
  AMonth month = busy_month();
  const std::vector<sync::Change> all = month.compare().changes;
  CHECK(month.compare_changes().changes.size() == all.size());
  month.dismissed = {sync::change_id(all.front())};
  CHECK(month.compare_changes().changes.size() == all.size() - 1);
}

TEST_CASE("a doubtful match becomes a question of its row") {
  AMonth month = busy_month();
  month.questions.push_back({{"elsewhere", "x"}, {"garmin", "garmin-1"}, 6.5, "they share their time only in part"});
  month.questions.push_back({{"elsewhere", "y"}, {"elsewhere", "z"}, 6.5, "not of this month"});
  const auto changes = month.changes(ChangeKind::link);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].target == RecordKey{"elsewhere", "x"});
  CHECK(changes[0].source == RecordKey{"garmin", "garmin-1"});
  CHECK(changes[0].why == "they share their time only in part");
  month.dismissed = {sync::change_id(changes[0])};
  CHECK(month.changes(ChangeKind::link).empty());
}

TEST_CASE("records of providers that are not enabled do not matter") {
  AMonth month({garmin_rules()});
  month.workout({a_ride("garmin").named("A"), a_ride("oldservice").named("B")});
  const sync::Comparison comparison = month.compare();
  CHECK(comparison.changes.empty());
  CHECK(comparison.rows[0].cells.size() == 1);
}

TEST_CASE("kinds and statuses have words") {
  for (const ChangeKind kind :
       {ChangeKind::rename, ChangeKind::set_equipment, ChangeKind::set_metadata, ChangeKind::add, ChangeKind::download,
        ChangeKind::upload, ChangeKind::link, ChangeKind::duplicate}) {
    CHECK(sync::change_kind_of(to_string(kind)) == kind);
  }
  CHECK_FALSE(sync::change_kind_of("delete"));
  CHECK(to_string(sync::CellStatus::differs) == "differs");
}

TEST_CASE("a comparison has one JSON shape") {
  AMonth month({sheet_rules(), garmin_rules()});
  month.workout({a_ride("spreadsheet")
                     .named("Coffee loop")
                     .but([](Record& r) {
                       r.start.reset();
                       r.totals.timer_s = 5400;
                       r.totals.distance_m = 42100;
                     })
                     .on("2025-08-03")});
  const json shape = sync::to_json(month.compare());
  CHECK(shape.at("month") == "2025-08");
  CHECK(shape.at("providers") == json{"spreadsheet", "garmin"});
  CHECK(shape.at("changes") == json::array());
  CHECK(shape.at("rows") == json::parse(R"([{
    "activity": 1, "start_local": "2025-08-03", "date_only": true, "sport": "Ride", "distance_m": 42100.0,
    "duration_s": 5400.0, "certainty": 0.0,
    "cells": {
      "spreadsheet": {"present": true, "id": "spreadsheet-1", "name": "Coffee loop", "name_status": "authority",
                      "equipment": "", "equipment_status": "none", "copies": 1},
      "garmin": {"present": false, "id": null, "name": "", "name_status": "missing", "equipment": "",
                 "equipment_status": "missing", "copies": 0}}}])"));
}

TEST_CASE("nothing is compared of nothing") {
  const sync::Comparison comparison = AMonth({}).compare();
  CHECK(comparison.rows.empty());
  CHECK(comparison.changes.empty());
}
