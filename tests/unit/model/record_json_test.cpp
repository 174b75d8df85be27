// SPDX-License-Identifier: MIT
#include "model/record_json.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "base/error.hpp"

using namespace tracekit;
using nlohmann::json;

namespace {

Record full_record() {
  Record record;
  record.key = {"garmin", "1000083639"};
  record.origin = Origin::archive;
  record.account = "me";
  record.start = 1704114640;
  record.start_local = 1704114640 - 18000;
  record.tz = "America/New_York";
  record.utc_offset_s = -18000;
  record.sport = "cycling";
  record.sub_sport = "road";
  record.type = "road_biking";
  record.name = "Café ride ☕";
  record.description = "two\nlines";
  record.equipment = "2008 Commuter";
  record.gear_id = "g1";
  record.totals = {1514, 1453.25, 1440, 9751.32, 88, 87, 6.7, 14.2, 141, 171, 82, 110, 180, 700, 200, 12.5, 18, 412};
  record.first = Position{52.5, 13.4};
  record.last = Position{52.51, 13.41};
  record.sketch = {{52.5, 13.4}, {52.505, 13.405}, {52.51, 13.41}};
  record.device = {"garmin", "Edge 530", 3121, "3912345678", "9.73"};
  record.file_id = FitFileId{1, 3121, 3912345678, 1704114640};
  record.external_ids = {{"strava", "7"}, {"intervalsicu", "i9"}};
  record.source = "GARMIN_CONNECT";
  record.format = "fit";
  record.parent_id = "99";
  record.part = 2;
  record.stub = record.manual = record.indoor = record.commute = record.private_ = true;
  record.updated_at = 1704200000;
  record.fetched_at = 1704300000;
  record.deleted_at = 1704400000;
  record.payload_sha256 = std::string(64, 'a');
  record.detail_json = R"({"city":"Boston","with":"Ann"})";
  return record;
}

std::string failure(const json& line) {
  try {
    record_from_json(line);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::input);
    return error.what();
  }
  return {};
}

} // namespace

TEST_CASE("a record survives the way through JSON") {
  CHECK(record_from_json(to_json(full_record())) == full_record());
  CHECK(record_from_json(json::parse(to_json(full_record()).dump())) == full_record());
}

TEST_CASE("a record of which little is known survives the way through JSON") {
  Record record;
  record.key = {"spreadsheet", "2"};
  record.origin = Origin::load;
  record.start_local = wall_midnight(parse_date("2025-08-03").value());
  record.date_only = true;
  CHECK(record_from_json(to_json(record)) == record);
  CHECK(to_json(record).at("start_local") == "2025-08-03");
}

TEST_CASE("the fields that readers rely on are always there") {
  Record record;
  record.key = {"file", "x"};
  const json line = to_json(record);
  for (const char* field :
       {"start", "start_local", "tz", "distance_m", "moving_s", "elapsed_s", "device", "source", "format"}) {
    CAPTURE(field);
    REQUIRE(line.contains(field));
    CHECK(line.at(field).is_null());
  }
  for (const char* field : {"name", "type", "equipment"}) {
    CHECK(line.at(field) == "");
  }
  CHECK_FALSE(line.contains("avg_hr"));
}

TEST_CASE("the device is a text with further fields beside it") {
  const json line = to_json(full_record());
  CHECK(line.at("device") == "Edge 530");
  CHECK(line.at("device_manufacturer") == "garmin");
  CHECK(line.at("device_serial") == "3912345678");
}

TEST_CASE("lines of other programs are read") {
  const Record record = record_from_json(json::parse(R"({"provider": "garmin", "id": 42, "start": 1704114640,
    "start_local": "2024-01-01T08:10:40", "tz": "US/Eastern", "distance_m": 9751.32, "moving_s": 1453, "elapsed_s": null,
    "name": "Boston Ride", "type": "road_biking", "equipment": "", "device": null, "source": null, "format": null,
    "ref_start": 1704114640})"));
  CHECK(record.key.id == "42");
  CHECK(record.origin == Origin::load);
  CHECK(record.sport == "cycling");
  CHECK(record.sub_sport == "road");
  CHECK(record.totals.moving_s == 1453);
  CHECK_FALSE(record.totals.elapsed_s);
  CHECK_FALSE(record.date_only);
}

TEST_CASE("a date without a time of day is only a date") {
  const Record record =
      record_from_json(json::parse(R"({"provider": "spreadsheet", "id": "2", "start_local": "2024-02-29"})"));
  CHECK(record.date_only);
  CHECK_FALSE(record.start);
  CHECK(record.start_local == wall_midnight(parse_date("2024-02-29").value()));
}

TEST_CASE("what is missing or malformed is named") {
  CHECK(failure(json::parse(R"({"id": "1"})")) == "a record has no field \"provider\"");
  CHECK(failure(json::parse(R"({"provider": "garmin"})")) == "a record has no field \"id\"");
  CHECK(failure(json::parse(R"({"provider": "garmin", "id": "1", "distance_m": "ten"})")) ==
        "field \"distance_m\" of a record: expected a number, got \"ten\"");
  CHECK(failure(json::parse("[1]")) == "a record must be a JSON object");
}

TEST_CASE("malformed fields never pass") {
  const char* lines[] = {R"("start": 1.5)",
                         R"("start": 1e300)",
                         R"("start": "now")",
                         R"("start": 9223372036854775807)",
                         R"("start_local": "noon")",
                         R"("start_local": "2025-02-30")",
                         R"("utc_offset_s": 999999)",
                         R"("name": 7)",
                         R"("stub": 1)",
                         R"("first": [91, 0])",
                         R"("first": "here")",
                         R"("sketch": {"a": 1})",
                         R"("sketch": [[1]])",
                         R"("external_ids": [7])",
                         R"("external_ids": 7)",
                         R"("file_id": [])",
                         R"("file_id": {"serial": "x"})",
                         R"("origin": "elsewhere")",
                         R"("part": 18446744073709551615)"};
  for (const char* field : lines) {
    CAPTURE(field);
    CHECK_FALSE(failure(json::parse(std::string(R"({"provider": "garmin", "id": "1", )") + field + "}")).empty());
  }
}

TEST_CASE("bytes that are not UTF-8 do not get into a record") {
  json line = {{"provider", "garmin"}, {"id", "1"}};
  line["name"] = std::string("Caf\xE9");
  CHECK(record_from_json(line).name == "Caf\xEF\xBF\xBD");
}
