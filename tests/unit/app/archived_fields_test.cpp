// SPDX-License-Identifier: MIT
#include "app/archived_fields.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;
using app::filled_from_archive;
using app::with_archived_fields;

namespace {

Record answered(const std::string& name) {
  Record record;
  record.key = {"strava", "7"};
  record.name = name;
  record.fetched_at = 2000;
  record.totals.distance_m = 20'000;
  record.totals.avg_hr = 140;
  return record;
}

Record archived() {
  Record record;
  record.key = {"strava", "7"};
  record.origin = Origin::archive;
  record.name = "As archived";
  record.description = "easy";
  record.equipment = "Tarmac";
  record.commute = true;
  record.fetched_at = 1000;
  record.totals.distance_m = 20'100;
  record.totals.calories_kcal = 1234;
  record.first = Position{47.5, 8.5};
  return record;
}

} // namespace

TEST_CASE("an answer of the service keeps what only the archive told") {
  const Record kept = with_archived_fields(answered("As answered"), archived());
  Record expected = answered("As answered");
  expected.description = "easy";
  expected.totals.calories_kcal = 1234;
  expected.first = Position{47.5, 8.5};
  expected.detail_json = R"({"from_archive":["calories_kcal","description","first_lat","first_lon"]})";
  CHECK(kept == expected); // its origin, name and distance, and that it has no gear and no mark, are the service's word
}

TEST_CASE("the archive fills a record of the service the same as the other way round") {
  const Record filled = filled_from_archive(answered("As answered"), archived());
  CHECK(filled == with_archived_fields(answered("As answered"), archived()));
  CHECK(filled_from_archive(filled, archived()) == filled);
}

TEST_CASE("what only the archive told outlasts every later answer until the service tells it") {
  const Record first = with_archived_fields(answered("First"), archived());
  Record answer = answered("Second");
  answer.totals.calories_kcal = 1300;
  answer.totals.avg_hr.reset();
  const Record second = with_archived_fields(answer, first);
  CHECK(second.description == "easy");
  CHECK(second.totals.calories_kcal == 1300.0);
  CHECK_FALSE(second.totals.avg_hr); // the service told it once and does no more

  const Record third = with_archived_fields(answered("Third"), second);
  CHECK(third.description == "easy");
  CHECK_FALSE(third.totals.calories_kcal); // so here
}

TEST_CASE("a newer archive is believed of what only archives told, and a silent one changes nothing") {
  Record newer = archived();
  newer.description = "hard";
  newer.totals.calories_kcal.reset();
  const Record filled = filled_from_archive(with_archived_fields(answered("A"), archived()), newer);
  CHECK(filled.description == "hard");
  CHECK(filled.totals.calories_kcal == 1234.0);
}

TEST_CASE("records that no archive knows are as the service tells them") {
  CHECK(with_archived_fields(answered("New"), answered("Old")) == answered("New"));
  Record old = answered("Old");
  old.description = "gone since";
  CHECK(with_archived_fields(answered("New"), old) == answered("New"));

  Record answer = answered("New");
  answer.detail_json = R"({"city":"Bern"})";
  CHECK(with_archived_fields(answer, archived()).detail_json ==
        R"({"city":"Bern","from_archive":["calories_kcal","description","first_lat","first_lon"]})");
}
