// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "providers/spreadsheet/cell_values.hpp"
#include "sample_sheets.hpp"

using namespace tracekit;
using spreadsheet::read_duration;
using spreadsheet::read_number;
using spreadsheet::read_when;

namespace {

Cell text(std::string_view value) {
  Cell cell;
  cell.kind = Cell::Kind::text;
  cell.text = value;
  return cell;
}

Cell number(double value) {
  Cell cell;
  cell.kind = Cell::Kind::number;
  cell.number = value;
  cell.text = fmt::format("{}", value);
  return cell;
}

Cell date(double serial) {
  Cell cell = number(serial);
  cell.is_date = true;
  return cell;
}

/// The date, or date and time, as text; empty when it cannot be read.
std::string when(const Cell& cell, Units units = Units::metric) {
  const auto read = read_when(cell, false, units);
  return !read ? "" : read->date_only ? format_date(date_of_wall(read->wall_s)) : format_wall(read->wall_s);
}

} // namespace

TEST_CASE("dates are read as people and programs write them") {
  CHECK(when(text("2025-08-03")) == "2025-08-03");
  CHECK(when(text(" 2025-8-3 ")) == "2025-08-03");
  CHECK(when(text("2025/08/03")) == "2025-08-03");
  CHECK(when(text("20250803")) == "2025-08-03");
  CHECK(when(number(20250803)) == "2025-08-03");
  CHECK(when(text("3 Aug 2025")) == "2025-08-03");
  CHECK(when(text("August 3rd, 2025")) == "2025-08-03");
  CHECK(when(text("Sunday, 3 August 2025")) == "2025-08-03");
  CHECK(when(text("Sun 3/8/2025")) == "2025-08-03");
  CHECK(when(text("3.8.25")) == "2025-08-03");
  CHECK(when(text("3.8.85")) == "1985-08-03");
  CHECK(when(date(test::serial_of("2025-08-03"))) == "2025-08-03");
  CHECK(when(number(test::serial_of("2025-08-03"))) == "2025-08-03");
}

TEST_CASE("an ambiguous date is month first for imperial units and day first for metric ones") {
  CHECK(when(text("1/5/2025"), Units::imperial) == "2025-01-05");
  CHECK(when(text("1/5/2025"), Units::metric) == "2025-05-01");
  CHECK(when(text("1.5.2025"), Units::imperial) == "2025-05-01");
  CHECK(when(text("25/1/2025"), Units::imperial) == "2025-01-25");
  CHECK(when(text("1/25/2025"), Units::metric) == "2025-01-25");
}

TEST_CASE("a time of day makes a date a start") {
  CHECK(when(text("2025-08-03 07:15:30")) == "2025-08-03T07:15:30");
  CHECK(when(text("2025-08-03T07:15")) == "2025-08-03T07:15:00");
  CHECK(when(text("8/3/2025 7:15 PM"), Units::imperial) == "2025-08-03T19:15:00");
  CHECK(when(text("3.8.2025, 7:15")) == "2025-08-03T07:15:00");
  CHECK(when(text("8/3/2025 12:05 am"), Units::imperial) == "2025-08-03T00:05:00");
  CHECK(when(date(test::serial_of("2025-08-03") + 0.25)) == "2025-08-03T06:00:00");
  const auto zoned = read_when(text("2025-08-03T07:15:00+02:00"), false, Units::metric);
  CHECK(zoned->utc_offset_s == 7200);
}

TEST_CASE("midnight is a date without a time of day") {
  CHECK(when(text("2025-08-03 00:00:00")) == "2025-08-03");
  CHECK(when(text("8/3/2025 12:00 AM"), Units::imperial) == "2025-08-03");
}

TEST_CASE("what is no date is not made one") {
  for (const char* wrong :
       {"", "soon", "2025-02-30", "32.1.2025", "13/13/2025", "3.8.", "2025", "10:15", "2025-08-03 25:00",
        "2025-08-03 7:15 xm", "1/2/3/4", "3 Foo 2025", "0/0/0", "total", "2025-08-03 7:61", "§§"}) {
    INFO(wrong);
    CHECK(when(text(wrong)).empty());
  }
  CHECK(when(number(5)).empty());
  CHECK(when(number(-45000)).empty());
  CHECK(when(number(1e300)).empty());
  CHECK(when(date(60)).empty());
  CHECK(when(Cell{}).empty());
}

TEST_CASE("numbers are read with either decimal sign and a unit behind them") {
  CHECK(read_number(text("10,5")) == 10.5);
  CHECK(read_number(text("10.5")) == 10.5);
  CHECK(read_number(text("1,234")) == 1234);
  CHECK(read_number(text("1,234.5")) == 1234.5);
  CHECK(read_number(text("42 km")) == 42);
  CHECK(read_number(number(0)) == 0);
  for (const char* wrong : {"ten", "", "-5", "1-2", "12:30", "nan", "inf", "1e999", "#N/A"}) {
    INFO(wrong);
    CHECK_FALSE(read_number(text(wrong)));
  }
  CHECK_FALSE(read_number(number(-1)));
}

TEST_CASE("durations beyond a day and of minutes and seconds are kept") {
  CHECK(read_duration(text("1:02:03"), {}, 0) == 3723);
  CHECK(read_duration(text("25:30:00"), {}, 0) == 91800);
  CHECK(read_duration(text("100:00:00"), {}, 0) == 360000);
  CHECK(read_duration(text("62:03"), {}, 0) == 3723);
  CHECK(read_duration(text("1:30"), {}, 0) == 5400);
  CHECK(read_duration(text("0:45"), {}, 0) == 2700);
  CHECK(read_duration(text("1h 20m 5s"), {}, 0) == 4805);
  CHECK(read_duration(text("90 min"), {}, 0) == 5400);
  Cell fraction = number(0.0625);
  CHECK(read_duration(fraction, {}, 0) == 5400);
  fraction.number = 1.0625;
  fraction.is_duration = true;
  CHECK(read_duration(fraction, {}, 0) == 91800);
}

TEST_CASE("two parts of a duration mean what makes sense for the distance") {
  CHECK(read_duration(text("12:30"), {}, 3000) == 750);
  CHECK(read_duration(text("3:10"), {}, 1000) == 190);
  CHECK(read_duration(text("3:10"), {}, 80000) == 11400);
  CHECK(read_duration(text("7:30"), {}, 200000) == 27000);
}

TEST_CASE("a plain number is a duration only where the heading names the unit") {
  CHECK(read_duration(number(45), 60.0, 0) == 2700);
  CHECK(read_duration(text("45,5"), 60.0, 0) == 2730);
  CHECK_FALSE(read_duration(number(45), {}, 0));
  CHECK_FALSE(read_duration(text("45"), {}, 0));
}

TEST_CASE("what is no duration is not made one") {
  for (const char* wrong : {"", "long", "1:2:3:4", ":", "-1:00:00", "1::2", "a:b", "1h 2x", "nan:00"}) {
    INFO(wrong);
    CHECK_FALSE(read_duration(text(wrong), {}, 0));
  }
}

TEST_CASE("ids of services keep their digits") {
  CHECK(spreadsheet::read_id(number(17900000021)) == "17900000021");
  CHECK(spreadsheet::read_id(text(" 17900000021 ")) == "17900000021");
  CHECK(spreadsheet::read_id(text("i123")) == "i123");
  CHECK(spreadsheet::read_id(Cell{}).empty());
}
