// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <bit>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "formats/decode.hpp"
#include "formats/encode.hpp"
#include "support/held_by.hpp"

using namespace tracekit;

namespace {

constexpr std::array tracks{WrittenFormat::fit, WrittenFormat::gpx, WrittenFormat::tcx, WrittenFormat::kml};
constexpr double per_degree = 2147483648.0 / 180.0;
constexpr EpochMillis start = 1754205300000;

Channel channel(std::string name, std::string unit, double scale, double offset, std::vector<std::int64_t> values,
                bool developer = false) {
  return {std::move(name), std::move(unit), ChannelKind::scaled, scale, offset, developer, std::move(values)};
}

/// A ride of ten samples with a pause, two laps, an array, an unknown field and fields of developers.
Recording ride() {
  Recording out;
  out.sport = "cycling";
  out.sub_sport = "road";
  out.name = "Albis & <back>";
  out.description = "Sonne, \"kein\" Wind — schön";
  out.start_ms = start;
  out.utc_offset_s = 7200;
  Totals& totals = out.totals;
  totals.elapsed_s = 60.5;
  totals.timer_s = 50.25;
  totals.moving_s = 49;
  totals.distance_m = 432.1;
  totals.ascent_m = 12;
  totals.descent_m = 7;
  totals.avg_speed_mps = 8.5;
  totals.max_speed_mps = 11.25;
  totals.avg_hr = 140;
  totals.max_hr = 171;
  totals.avg_cadence = 81;
  totals.max_cadence = 99;
  totals.avg_power = 210;
  totals.max_power = 640;
  totals.normalized_power = 250;
  totals.avg_temperature_c = -1;
  totals.max_temperature_c = 2;
  totals.calories_kcal = 33;
  for (int i = 0; i < 2; ++i) {
    Lap lap;
    lap.start_ms = start + i * 30000;
    lap.totals.timer_s = 25.125;
    lap.totals.elapsed_s = 30.25;
    lap.totals.distance_m = 216.05;
    lap.totals.avg_hr = 138 + i;
    lap.totals.max_hr = 160 + i;
    lap.totals.calories_kcal = 16;
    lap.trigger = i == 0 ? "distance" : "manual";
    lap.intensity = i == 0 ? "active" : "rest";
    out.laps.push_back(lap);
  }
  constexpr std::int64_t none = no_value;
  std::vector<std::int64_t> latitude;
  std::vector<std::int64_t> longitude;
  std::vector<std::int64_t> stiffness;
  for (int i = 0; i < 10; ++i) {
    out.streams.time_ms.push_back(start + 6000 * i);
    latitude.push_back(std::llround((47.1 + i * 0.0004) * per_degree));
    longitude.push_back(std::llround((8.5 - i * 0.0003) * per_degree));
    stiffness.push_back(std::bit_cast<std::uint32_t>(8.3255F + static_cast<float>(i)));
  }
  out.streams.channels = {
      channel("latitude", "deg", per_degree, 0, latitude),
      channel("longitude", "deg", per_degree, 0, longitude),
      channel("altitude", "m", 5, 500, {4512, 4513, 4515, 4516, none, 4520, 4521, 4520, 4519, 2400}),
      channel("distance", "m", 100, 0, {0, 4321, 8642, 12963, 17284, 21605, 25926, 30247, 34568, 43210}),
      channel("speed", "m/s", 1000, 0, {0, 8500, 8600, 8700, 8800, 11250, 8100, none, 8000, 65535}),
      channel("heart_rate", "bpm", 1, 0, {120, 121, 125, 130, 133, 140, 171, 165, 150, none}),
      channel("cadence", "rpm", 1, 0, {0, 80, 81, 82, 83, 84, 99, 85, 80, 254}),
      channel("power", "W", 1, 0, {0, 200, 210, 640, 220, 210, 200, 190, 180, 170}),
      channel("temperature", "C", 1, 0, {-3, -3, -2, -2, -1, 0, 0, 1, 1, 2}),
      channel("left_power_phase.0", "deg", 0.7111111, 0, {10, 11, 12, 13, 14, 15, 16, 17, 18, 19}),
      channel("left_power_phase.1", "deg", 0.7111111, 0, {110, 111, none, 113, 114, 115, 116, 117, 118, 255}),
      channel("field_61", "", 1, 0, {2512, 2512, 2513, 2513, 2513, 2514, 2514, 2514, 2514, 70000}),
      channel("air_power", "W", 10, 0, {12, 13, 14, 15, 16, 17, 18, 19, 20, none}, true),
      {"stiffness", "kN/m", ChannelKind::float32, 1, 0, true, stiffness},
  };
  out.streams.segment_starts = {4};
  out.device = {"garmin", "Edge 530", 3121, "3987654321", "9.75"};
  out.file_id = FitFileId{1, 3121, 3987654321, start / 1000};
  return out;
}

ActivityFile written_and_read(const std::vector<Recording>& recordings, WrittenFormat format) {
  ActivityFile file = decode_file(encode_file(recordings, format).bytes, "written");
  CHECK(file.damage == std::vector<std::string>{});
  CHECK(file.format == to_string(format));
  return file;
}

} // namespace

TEST_CASE("a ride survives each format in every field that it holds") {
  const Recording before = ride();
  for (const WrittenFormat format : tracks) {
    INFO(to_string(format));
    const WrittenFile written = encode_file(std::vector{before}, format);
    const ActivityFile file = decode_file(written.bytes, "written");
    REQUIRE(file.recordings.size() == 1);
    const Recording& after = file.recordings.front();
    CHECK(test::differences(before, after, format, written.left_out) == std::vector<std::string>{});
    CHECK(after.start_ms == before.start_ms);
    CHECK(after.sport == before.sport);
    CHECK(after.streams.segment_starts == before.streams.segment_starts);
  }
}

TEST_CASE("a ride survives any two formats one after the other") {
  for (const WrittenFormat first : tracks) {
    for (const WrittenFormat second : tracks) {
      INFO(to_string(first) << " then " << to_string(second));
      const ActivityFile once = written_and_read({ride()}, first);
      const WrittenFile again = encode_file(once.recordings, second);
      const ActivityFile twice = decode_file(again.bytes, "again");
      REQUIRE(twice.recordings.size() == 1);
      CHECK(test::differences(once.recordings.front(), twice.recordings.front(), second, again.left_out) ==
            std::vector<std::string>{});
    }
  }
}

TEST_CASE("FIT keeps totals, laps, device, ids and developers' fields") {
  const Recording before = ride();
  const WrittenFile written = encode_file(std::vector{before}, WrittenFormat::fit);
  const ActivityFile file = decode_file(written.bytes, "written");
  const Recording& after = file.recordings.front();
  CHECK(file.file_type == "activity");
  CHECK(after.totals == before.totals);
  CHECK(after.laps == before.laps);
  CHECK(after.streams == before.streams);
  CHECK(after.device == before.device);
  CHECK(after.file_id == before.file_id);
  CHECK(after.utc_offset_s == before.utc_offset_s);
  REQUIRE(file.developer_fields.size() == 2);
  CHECK(file.developer_fields[0].name == "air_power");
  CHECK(written.left_out == std::vector<std::string>{"name", "description"});
}

TEST_CASE("TCX keeps what its laps hold, and says what it cannot") {
  const WrittenFile written = encode_file(std::vector{ride()}, WrittenFormat::tcx);
  const Recording after = decode_file(written.bytes, "written").recordings.front();
  REQUIRE(after.laps.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    const Lap before = ride().laps[i];
    CHECK(after.laps[i].start_ms == before.start_ms);
    CHECK(after.laps[i].trigger == before.trigger);
    CHECK(after.laps[i].intensity == before.intensity);
    CHECK(after.laps[i].totals.timer_s == before.totals.timer_s);
    CHECK(after.laps[i].totals.distance_m == before.totals.distance_m);
    CHECK(after.laps[i].totals.avg_hr == before.totals.avg_hr);
  }
  CHECK(after.device.product == "Edge 530");
  CHECK(after.description == ride().description);
  CHECK(std::count(written.left_out.begin(), written.left_out.end(), "sub-sport road") == 1);
  CHECK(std::count(written.left_out.begin(), written.left_out.end(), "total ascent") == 1);
}

TEST_CASE("GPX keeps name, description, sport and statistics") {
  const Recording after = written_and_read({ride()}, WrittenFormat::gpx).recordings.front();
  CHECK(after.name == ride().name);
  CHECK(after.description == ride().description);
  CHECK(after.sub_sport == "road");
  CHECK(after.totals.timer_s == ride().totals.timer_s);
  CHECK(after.totals.ascent_m == ride().totals.ascent_m);
  CHECK(after.totals.max_speed_mps == ride().totals.max_speed_mps);
}

TEST_CASE("the sessions of a triathlon stay apart") {
  std::vector<Recording> legs;
  for (int i = 0; i < 3; ++i) {
    Recording leg = ride();
    leg.sport = i == 0 ? "swimming" : i == 1 ? "cycling" : "running";
    const std::int64_t shift = i * 600'000;
    leg.start_ms = start + shift;
    for (std::int64_t& time : leg.streams.time_ms) {
      time += shift;
    }
    for (Lap& lap : leg.laps) {
      lap.start_ms = *lap.start_ms + shift;
    }
    legs.push_back(std::move(leg));
  }
  for (const WrittenFormat format : tracks) {
    INFO(to_string(format));
    const ActivityFile file = written_and_read(legs, format);
    REQUIRE(file.recordings.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(file.recordings[i].start_ms == legs[i].start_ms);
      CHECK(file.recordings[i].streams.size() == 10);
    }
  }
  // The same time twice cannot be told apart by time: they become parts of their own.
  const ActivityFile twins = written_and_read({ride(), ride()}, WrittenFormat::fit);
  REQUIRE(twins.recordings.size() == 2);
  CHECK(twins.recordings[0].streams == twins.recordings[1].streams);
}

TEST_CASE("a pool swim without positions is a FIT or TCX file, but no track") {
  Recording swim;
  swim.sport = "swimming";
  swim.sub_sport = "lap_swimming";
  swim.start_ms = start;
  swim.pool_length_m = 25;
  swim.totals.elapsed_s = 60;
  for (int i = 0; i < 2; ++i) {
    PoolLength length;
    length.start_ms = start + i * 30000;
    length.timer_s = 28.5;
    length.strokes = i == 0 ? std::optional(17) : std::nullopt;
    length.stroke = i == 0 ? "freestyle" : "";
    length.active = i == 0;
    swim.lengths.push_back(length);
  }
  const Recording after = written_and_read({swim}, WrittenFormat::fit).recordings.front();
  CHECK(after.lengths == swim.lengths);
  CHECK(after.pool_length_m == swim.pool_length_m);
  for (const WrittenFormat format : {WrittenFormat::gpx, WrittenFormat::kml, WrittenFormat::geojson}) {
    CHECK_THROWS_WITH(encode_file(std::vector{swim}, format), Catch::Contains("holds no positions"));
  }
  CHECK_THROWS_WITH(encode_file(std::vector{swim}, WrittenFormat::csv), Catch::Contains("holds no samples"));
  const WrittenFile both = encode_file(std::vector{swim, ride()}, WrittenFormat::csv);
  CHECK(std::ranges::count(both.left_out, "a session without samples") == 1);
}

TEST_CASE("a track without times is a FIT course, and a line in KML") {
  Recording track = ride();
  track.start_ms.reset();
  track.laps.clear();
  track.streams.time_ms.assign(10, no_value);
  const ActivityFile course = written_and_read({track}, WrittenFormat::fit);
  CHECK(course.file_type == "course");
  CHECK(course.recordings.front().name == track.name);
  const ActivityFile kml = written_and_read({track}, WrittenFormat::kml);
  CHECK(kml.file_type == "course");
  CHECK(kml.recordings.front().streams.size() == 10);
  CHECK(written_and_read({track}, WrittenFormat::gpx).file_type == "course");
  CHECK_THROWS_WITH(encode_file(std::vector{track}, WrittenFormat::tcx), Catch::Contains("holds no times"));
}

TEST_CASE("GeoJSON has a line, times beside it, and null where a channel is silent") {
  const WrittenFile written = encode_file(std::vector{ride()}, WrittenFormat::geojson);
  const auto document = nlohmann::json::parse(as_text(written.bytes));
  const auto& feature = document.at("features").at(0);
  CHECK(feature.at("geometry").at("type") == "MultiLineString");
  CHECK(feature.at("geometry").at("coordinates").at(0).size() == 4);
  CHECK(feature.at("geometry").at("coordinates").at(0).at(0).at(1).get<double>() == Approx(47.1).margin(1e-7));
  const auto& properties = feature.at("properties");
  CHECK(properties.at("name") == ride().name);
  CHECK(properties.at("coordinateProperties").at("times").at(1).at(0) == "2025-08-03T07:15:24Z");
  CHECK(properties.at("coordinateProperties").at("heart_rate").at(1).at(5).is_null());
}

TEST_CASE("CSV has a row for each sample") {
  const WrittenFile written = encode_file(std::vector{ride()}, WrittenFormat::csv);
  const std::string text(as_text(written.bytes));
  CHECK(text.starts_with("session,stretch,time,latitude (deg),longitude (deg),altitude (m),"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 11);
  CHECK(text.find("\r\n1,2,2025-08-03T07:15:24Z,") != std::string::npos);
}

TEST_CASE("names of formats are read whatever their case") {
  CHECK(written_format("GPX") == WrittenFormat::gpx);
  CHECK_FALSE(written_format("jpeg"));
  for (const WrittenFormat format : tracks) {
    CHECK(written_format(to_string(format)) == format);
  }
}
