// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "formats/xlsx/xlsx.hpp"
#include "providers/spreadsheet/columns.hpp"
#include "sample_sheets.hpp"

using namespace tracekit;
using namespace tracekit::spreadsheet;

namespace {

Table table_of(const std::vector<test::SheetRow>& rows) { return read_xlsx(test::a_workbook(rows)); }

Columns columns_of(const test::SheetRow& headings, Units units = Units::metric) {
  return recognise_columns(table_of({headings}), units);
}

} // namespace

TEST_CASE("the original tool's headings are recognised in their order") {
  const Columns columns = columns_of(test::original_headings());
  for (std::uint32_t field = 0; field < field_count; ++field) {
    CHECK(columns.at[field] == field);
  }
  CHECK(columns.first_row == 2);
}

TEST_CASE("headings are recognised in many spellings and any order") {
  const Columns columns =
      columns_of({"Notes", "GEAR", "Distance [km]", "Average Heart Rate", "Datum", "Sport", "Moving time"});
  CHECK(columns.of(Field::notes) == 0);
  CHECK(columns.of(Field::equipment) == 1);
  CHECK(columns.of(Field::distance) == 2);
  CHECK(columns.of(Field::avg_hr) == 3);
  CHECK(columns.of(Field::start) == 4);
  CHECK(columns.of(Field::type) == 5);
  CHECK(columns.of(Field::duration) == 6);
  CHECK_FALSE(columns.of(Field::calories));
}

TEST_CASE("a unit in the heading wins over the settings") {
  for (const char* heading : {"Distance (mi)", "distance_mi", "Distance, miles", "Miles", "DISTANCE [MI]"}) {
    INFO(heading);
    CHECK(columns_of({"Date", heading}).unit_of(Field::distance) == metres_per_mile);
  }
  for (const char* heading : {"Distance (km)", "distance_km", "km", "Distance km"}) {
    INFO(heading);
    CHECK(columns_of({"Date", heading}, Units::imperial).unit_of(Field::distance) == 1000);
  }
  const Columns columns =
      columns_of({"Date", "Max speed (mph)", "Elevation gain (ft)", "Max elevation (m)", "Duration (min)"});
  CHECK(columns.unit_of(Field::max_speed) == Approx(0.44704));
  CHECK(columns.unit_of(Field::ascent) == metres_per_foot);
  CHECK(columns.unit_of(Field::max_elevation) == 1);
  CHECK(columns.duration_s == 60);
}

TEST_CASE("without a unit in the heading the settings count") {
  CHECK(columns_of({"Date", "Distance"}, Units::metric).unit_of(Field::distance) == 1000);
  CHECK(columns_of({"Date", "Distance"}, Units::imperial).unit_of(Field::distance) == metres_per_mile);
  CHECK(columns_of({"Date", "Elevation gain"}, Units::imperial).unit_of(Field::ascent) == metres_per_foot);
}

TEST_CASE("a heading that only begins like a known one is another one") {
  const Columns columns = columns_of({"Date", "Distance home", "Distance"});
  CHECK(columns.of(Field::distance) == 2);
}

TEST_CASE("titles may stand above the headings") {
  const Columns columns =
      recognise_columns(table_of({{"My log"}, {}, {"Date", "Type", "Km"}, {"2025-08-03"}}), Units::metric);
  CHECK(columns.first_row == 4);
  CHECK(columns.of(Field::distance) == 2);
}

TEST_CASE("a sheet without headings is read by position") {
  const Columns columns = recognise_columns(table_of({{"2025-08-03", "Ride"}}), Units::metric);
  CHECK(columns.first_row == 1);
  CHECK(columns.of(Field::start) == 0);
  CHECK(columns.of(Field::notes) == 20);
}

TEST_CASE("an empty sheet has columns, too") { CHECK(recognise_columns(Table{}, Units::metric).of(Field::start) == 0); }
