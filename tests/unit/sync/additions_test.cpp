// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "unit/sync/a_month.hpp"

using namespace tracekit;
using namespace tracekit::test;
using sync::ChangeKind;

TEST_CASE("a workout is added to the sheet that lacks it") {
  AMonth month({sheet_rules(), garmin_rules()});
  month.workout({a_ride("garmin").named("Coffee loop")});
  const auto changes = month.changes(ChangeKind::add);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].provider == "spreadsheet");
  CHECK(changes[0].target == RecordKey{"spreadsheet", ""});
  CHECK(changes[0].source == RecordKey{"garmin", "garmin-1"});
  CHECK(changes[0].new_value == "Ride \"Coffee loop\", 42.1 km");
  CHECK(changes[0].why == "Spreadsheet lacks it");
}

TEST_CASE("nothing is added from write-only providers and stubs alone") {
  AMonth month({sheet_rules(), icu_rules(), strava_rules()});
  month.workout({a_ride("strava").named("Secret"), a_ride("intervalsicu").but([](Record& r) { r.stub = true; })});
  CHECK(month.compare().changes.empty());
}

TEST_CASE("a sport that a provider refuses is not added and not missing") {
  AMonth month({ridewithgps_rules(), garmin_rules()});
  month.providers[0].can_upload = true;
  month.workout({ARecord("garmin", "1").as("yoga").at("2025-08-03T07:00:00Z").lasting(2400)});
  CHECK(month.compare().changes.empty());
  CHECK(month.compare().rows[0].cells[1].name_status == sync::CellStatus::none);
}

TEST_CASE("only providers that can take a workout are offered one") {
  AMonth month({garmin_rules(), ridewithgps_rules(), strava_rules()});
  month.workout({a_ride("garmin")});
  CHECK(month.compare().changes.empty());
}

TEST_CASE("a missing file is downloaded once, from the best provider") {
  AMonth month({garmin_rules(), ridewithgps_rules(), icu_rules(), file_rules()});
  month.workout({a_ride("intervalsicu"), a_ride("ridewithgps"), a_ride("garmin")});
  const auto changes = month.changes(ChangeKind::download);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].provider == "file");
  CHECK(changes[0].source == RecordKey{"garmin", "garmin-1"});
  CHECK(changes[0].why == "the file is missing; Garmin Connect has it");
}

TEST_CASE("no file is downloaded of stubs, typed entries and write-only providers") {
  AMonth month({garmin_rules(), icu_rules(), strava_rules(), file_rules()});
  month.providers[2].has_source_files = true;
  month.workout({a_ride("intervalsicu").but([](Record& r) { r.stub = true; })});
  month.workout({a_ride("garmin").but([](Record& r) { r.manual = true; })});
  month.workout({a_ride("strava")});
  month.workout({a_ride("intervalsicu").but([](Record& r) { r.source = "STRAVA"; })});
  CHECK(month.changes(ChangeKind::download).empty());
}

TEST_CASE("no file is downloaded where one is") {
  AMonth month({garmin_rules(), file_rules()});
  month.workout({a_ride("garmin"), a_ride("file")});
  CHECK(month.changes(ChangeKind::download).empty());
}

TEST_CASE("a whole recording is downloaded rather than its parts") {
  AMonth month({garmin_rules(), ridewithgps_rules(), file_rules()});
  month.workout({ARecord("garmin", "a").ride().at("2025-08-03T07:00:00Z"),
                 ARecord("garmin", "b").ride().at("2025-08-03T08:00:00Z"), a_ride("ridewithgps")},
                {LinkRole::part, LinkRole::part, LinkRole::member});
  const auto changes = month.changes(ChangeKind::download);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].source.provider == "ridewithgps");
}

TEST_CASE("a file is uploaded only where the person allowed it") {
  AMonth month({ridewithgps_rules(), garmin_rules(), file_rules()});
  month.workout({a_ride("file")});
  CHECK(month.changes(ChangeKind::upload).empty());
  month.providers[0].can_upload = true;
  const auto changes = month.changes(ChangeKind::upload);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].provider == "ridewithgps");
  CHECK(changes[0].source.provider == "file");
}

TEST_CASE("a change at a provider that is not signed in says so") {
  AMonth month({garmin_rules(), sheet_rules(), file_rules()});
  month.providers[0].unavailable = "not signed in to Garmin Connect; run `tracekit auth garmin`";
  month.workout({a_ride("spreadsheet").named("Coffee loop"), a_ride("garmin")});
  for (const sync::Change& change : month.compare().changes) {
    if (change.kind == ChangeKind::rename || change.kind == ChangeKind::download) {
      CHECK(change.blocked == month.providers[0].unavailable);
    }
  }
  CHECK(month.changes(ChangeKind::rename).size() == 1);
  CHECK(month.changes(ChangeKind::download).size() == 1);
}

TEST_CASE("empty cells of the sheet are filled from the best measurement") {
  AMonth month({sheet_rules(), garmin_rules(), strava_rules()});
  const auto measured = [](Record& r) {
    r.totals.timer_s = 5312.4;
    r.totals.avg_hr = 141.6;
    r.totals.max_speed_mps = 14.237;
  };
  month.workout({ARecord("spreadsheet", "2").ride().on("2025-08-03").miles(26.2), a_ride("garmin").but(measured),
                 a_ride("strava").but([](Record& r) { r.totals.calories_kcal = 900; })});
  std::vector<std::pair<std::string, std::string>> written;
  for (const sync::Change& change : month.changes(ChangeKind::set_metadata)) {
    written.emplace_back(change.field, change.new_value);
    CHECK(change.source.provider == "garmin");
  }
  CHECK(written == std::vector<std::pair<std::string, std::string>>{
                       {"timer_s", "5312"}, {"max_speed_mps", "14.24"}, {"avg_hr", "142"}});
}

TEST_CASE("a duration that somebody measured is not corrected, one that nobody measured is") {
  AMonth month({sheet_rules(), garmin_rules()});
  const auto row = [](const std::string& id, double seconds) {
    return ARecord("spreadsheet", id).ride().on("2025-08-03").km(42.1).but([&](Record& r) {
      r.totals.timer_s = seconds;
    });
  };
  month.workout({row("2", 5400), a_ride("garmin")});
  month.workout({row("3", 5340), a_ride("garmin")});
  month.workout({row("4", 3600), a_ride("garmin")});
  const auto changes = month.changes(ChangeKind::set_metadata);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].target.id == "4");
  CHECK(changes[0].old_value == "3600");
  CHECK(changes[0].new_value == "5400");
  CHECK(changes[0].why == "the duration differs from all that was measured");
}

TEST_CASE("a workout that a provider holds twice is noticed") {
  AMonth month({garmin_rules(), sheet_rules()});
  month.workout({a_ride("garmin"), ARecord("garmin", "2").ride().at("2025-08-03T07:00:00Z")},
                {LinkRole::member, LinkRole::duplicate});
  const auto changes = month.changes(ChangeKind::duplicate);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].target.id == "2");
  CHECK(changes[0].source.id == "garmin-1");
  CHECK(month.compare().rows[0].cells[1].copies == 2);
}

TEST_CASE("deleted records are neither shown nor compared") {
  AMonth month({garmin_rules(), sheet_rules()});
  month.workout(
      {a_ride("spreadsheet").named("Coffee loop"), a_ride("garmin").but([](Record& r) { r.deleted_at = 1754800000; })});
  CHECK_FALSE(month.compare().rows[0].cells[1].present);
  CHECK(month.changes(ChangeKind::rename).empty());
}

TEST_CASE("a file of several legs is uploaded once") {
  AMonth month({icu_rules(), file_rules()});
  month.providers[0].can_upload = true;
  Record swim = a_ride("file");
  Record run = a_ride("file");
  swim.payload_sha256 = run.payload_sha256 = std::string(64, 'a');
  run.key.id = "second";
  month.workout({swim, run}, {LinkRole::part, LinkRole::part});
  CHECK(month.changes(ChangeKind::upload).size() == 1);
}
