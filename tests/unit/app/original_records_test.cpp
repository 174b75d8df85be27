// SPDX-License-Identifier: MIT
#include "app/original/records.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace tracekit;
using app::original::Conversion;
using app::original::convert;
using app::original::record_tables;
using store::OriginalRow;

namespace {

constexpr EpochSeconds morning = 1'714'806'900; // 2024-05-04T07:15:00Z

Conversion of_row(const std::string& provider, const std::map<std::string, std::string>& columns) {
  OriginalRow row;
  for (const auto& [name, value] : columns) {
    row.set(name, value);
  }
  for (const auto& table : record_tables()) {
    if (table.provider == provider) {
      return convert(table, row, TimeZone("Europe/Berlin"), 1);
    }
  }
  throw std::out_of_range(provider);
}

Record record_of(const std::string& provider, std::map<std::string, std::string> columns) {
  columns.emplace("start_time", std::to_string(morning));
  columns.emplace(provider + "_id", "7");
  return of_row(provider, columns).record.value();
}

} // namespace

TEST_CASE("the Python tool's duration is hours, minutes and seconds, or nothing") {
  const auto timer = [](const std::string& text) {
    return record_of("strava", {{"duration_hms", text}}).totals.timer_s;
  };
  CHECK(timer("01:02:03") == 3723);
  CHECK(timer("25:00:00") == 90000);
  CHECK(timer("00:00:01.5") == 1.5);
  for (const char* nothing : {"", "00:00:00", "62:03", "1:2:x", "-1:00:00", "inf:0:0"}) {
    CHECK_FALSE(timer(nothing));
  }
}

TEST_CASE("cadence on foot is of one leg, whichever way the tool had it") {
  const auto cadence = [](const std::string& type, const std::string& value) {
    return record_of("strava", {{"activity_type", type}, {"avg_cadence", value}}).totals.avg_cadence;
  };
  CHECK(cadence("Run", "172") == 86);
  CHECK(cadence("Run", "86") == 86);
  CHECK(cadence("Ride", "125") == 125);
  CHECK_FALSE(cadence("Ride", "0"));
}

TEST_CASE("a start that is none is none") {
  for (const char* start : {"", "0", "-5", "99999999999999", "yesterday"}) {
    CHECK(of_row("strava", {{"strava_id", "7"}, {"start_time", start}}).left_out == "without a time that can be read");
  }
  const std::string checksum(64, 'b');
  CHECK(of_row("file", {{"file_checksum", checksum}}).record.value().key.id == checksum); // files may tell no time
  CHECK(of_row("file", {{"file_checksum", "b"}}).left_out == "a file without its checksum");
}

TEST_CASE("a row of the log at midnight at home has a day only") {
  const auto row = record_of("spreadsheet", {{"start_time", std::to_string(1'714'773'600)}}); // 2024-05-03T22:00:00Z
  CHECK_FALSE(row.start);
  CHECK(row.date_only);
  CHECK(row.start_local == 1'714'780'800);
  CHECK(record_of("strava", {{"start_time", std::to_string(1'714'773'600)}}).start == 1'714'773'600);
}

TEST_CASE("a link from Strava without data is a stub") {
  CHECK(record_of("intervalsicu", {{"source", "STRAVA"}}).stub);
  CHECK_FALSE(record_of("intervalsicu", {{"source", "STRAVA"}, {"activity_type", "Ride"}}).stub);
  CHECK_FALSE(record_of("intervalsicu", {{"source", "UPLOAD"}}).stub);
}

TEST_CASE("an answer about another activity is not used") {
  const std::string answer = R"({"id": 8, "start_date": "2024-05-04T08:00:00Z", "distance": 5})";
  CHECK_FALSE(of_row("strava", {{"strava_id", "7"}, {"start_time", "1714806900"}, {"raw_data", answer}}).by_answer);
  CHECK(of_row("strava", {{"strava_id", "8"}, {"raw_data", answer}}).by_answer);
}
