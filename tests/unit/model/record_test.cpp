// SPDX-License-Identifier: MIT
#include "model/record.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include "base/timezone.hpp"

using namespace tracekit;

namespace {

Channel degrees(const char* name, std::vector<double> values) {
  Channel channel;
  channel.name = name;
  channel.scale = 1e7;
  for (const double value : values) {
    channel.values.push_back(std::isnan(value) ? no_value : std::llround(value * 1e7));
  }
  return channel;
}

Recording a_track(std::size_t points) {
  Recording recording;
  std::vector<double> lat;
  std::vector<double> lon;
  for (std::size_t i = 0; i < points; ++i) {
    // The second half is walked at a tenth of the pace.
    const double way = i < points / 2 ? static_cast<double>(i)
                                      : static_cast<double>(points / 2) + 0.1 * static_cast<double>(i - points / 2);
    lat.push_back(50 + way * 1e-4);
    lon.push_back(8);
    recording.streams.time_ms.push_back(static_cast<std::int64_t>(i) * 1000);
  }
  recording.streams.channels = {degrees("latitude", lat), degrees("longitude", lon)};
  return recording;
}

} // namespace

TEST_CASE("the local date comes from the wall clock before anything else") {
  Record record;
  record.start = 1754208000; // 2025-08-03T08:00:00Z
  record.start_local = wall_midnight(parse_date("2025-08-04").value());
  record.utc_offset_s = -3600;
  CHECK(local_date(record, TimeZone("UTC")) == parse_date("2025-08-04"));
}

TEST_CASE("the local date comes from the offset, then the record's zone, then home") {
  Record record;
  record.start = 1754253000; // 2025-08-03T20:30:00Z
  CHECK(local_date(record, TimeZone("Europe/Berlin")) == parse_date("2025-08-03"));
  CHECK(local_date(record, TimeZone("Australia/Sydney")) == parse_date("2025-08-04"));
  record.tz = "Asia/Tokyo";
  CHECK(local_date(record, TimeZone("Europe/Berlin")) == parse_date("2025-08-04"));
  CHECK(format_wall(local_start(record, TimeZone("UTC")).value()) == "2025-08-04T05:30:00");
  record.utc_offset_s = -7200;
  CHECK(format_wall(local_start(record, TimeZone("UTC")).value()) == "2025-08-03T18:30:00");
}

TEST_CASE("a zone that nobody knows is as good as none") {
  Record record;
  record.start = 1754253000;
  record.tz = "Mars/Olympus";
  CHECK(local_date(record, TimeZone("UTC")) == parse_date("2025-08-03"));
}

TEST_CASE("a record without any time has no date") {
  CHECK_FALSE(local_date(Record{}, TimeZone("UTC")));
  CHECK_FALSE(local_start(Record{}, TimeZone("UTC")));
}

TEST_CASE("a record of a file is known by its bytes and its session") {
  Recording recording = a_track(3);
  recording.sport = "running";
  recording.start_ms = 1754208000999;
  recording.utc_offset_s = 7200;
  recording.totals.distance_m = 5000;
  recording.device.product = "Forerunner 265";
  const Record first = record_of(recording, "file", "abc", 0);
  CHECK(first.key == RecordKey{"file", "abc"});
  CHECK(first.origin == Origin::file);
  CHECK(first.start == 1754208000);
  CHECK(first.start_local == 1754208000 + 7200);
  CHECK(first.sport == "running");
  CHECK(first.totals.distance_m == 5000);
  CHECK(first.device.product == "Forerunner 265");
  CHECK(first.payload_sha256 == "abc");
  CHECK(first.first == Position{50, 8});
  CHECK(record_of(recording, "file", "abc", 2).key.id == "abc#2");
}

TEST_CASE("a start before 1970 is rounded down like any other") {
  Recording recording;
  recording.start_ms = -1500;
  CHECK(record_of(recording, "file", "x", 0).start == -2);
}

TEST_CASE("a sketch has about 32 points at equal distances") {
  const Record record = record_of(a_track(2000), "file", "x", 0);
  REQUIRE(record.sketch.size() >= 30);
  REQUIRE(record.sketch.size() <= 32);
  double shortest = 1;
  double longest = 0;
  for (std::size_t i = 1; i < record.sketch.size(); ++i) {
    const double step = record.sketch[i].lat - record.sketch[i - 1].lat;
    shortest = std::min(shortest, step);
    longest = std::max(longest, step);
  }
  CHECK(longest < 1.2 * shortest);
}

TEST_CASE("a sketch leaves out samples without a position") {
  Recording recording = a_track(40);
  for (std::size_t i = 0; i < 40; i += 2) {
    recording.streams.channels[0].values[i] = no_value;
  }
  const Record record = record_of(recording, "file", "x", 0);
  CHECK(record.sketch.size() == 20);
  CHECK(record_of(Recording{}, "file", "x", 0).sketch.empty());
}

TEST_CASE("a track that stands still has a sketch") {
  Recording recording = a_track(100);
  for (auto& value : recording.streams.channels[0].values) {
    value = 500000000;
  }
  CHECK(record_of(recording, "file", "x", 0).sketch.size() >= 2);
}

TEST_CASE("origins have words") {
  for (const Origin origin : {Origin::api, Origin::archive, Origin::file, Origin::load}) {
    CHECK(origin_of(to_string(origin)) == origin);
  }
  CHECK_FALSE(origin_of("elsewhere"));
}
