// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "formats/decode.hpp"

using namespace tracekit;
using nlohmann::json;

namespace {

std::filesystem::path corpus() {
  const char* folder = std::getenv("TRACEKIT_CORPUS");
  return folder != nullptr ? std::filesystem::path(folder)
                           : std::filesystem::path(TRACEKIT_SOURCE_DIR) / ".." / "shared" / "corpus" / "dev";
}

/// The expectations of one format, empty (and a warning) where there is no corpus.
std::map<std::string, json> expectations(const std::string& format) {
  std::map<std::string, json> out;
  std::ifstream in(corpus() / "EXPECTED.json");
  if (!in) {
    WARN("SKIPPED: no corpus");
    return out;
  }
  const json all = json::parse(in);
  for (const auto& [name, value] : all.items()) {
    if (value.at("format") == format && std::filesystem::exists(corpus() / name)) {
      out.emplace(name, value);
    }
  }
  CHECK_FALSE(out.empty());
  return out;
}

ActivityFile read(const std::string& name) { return decode_file(read_file(corpus() / name), name); }

/// A member of an object, null where the path breaks off.
json at(const json& object, std::initializer_list<const char*> path) {
  const json* here = &object;
  for (const char* key : path) {
    if (!here->is_object() || !here->contains(key)) {
      return {};
    }
    here = &here->at(key);
  }
  return *here;
}

void check_near(const std::optional<double>& got, const json& want, double absolute, double relative = 0) {
  if (!want.is_number()) {
    return;
  }
  REQUIRE(got);
  CHECK(*got == Approx(want.get<double>()).margin(absolute).epsilon(relative));
}

void check_start(const Recording& recording, const json& want) {
  if (!want.is_string()) {
    return;
  }
  REQUIRE(recording.start_ms);
  CHECK(format_utc_ms(*recording.start_ms).substr(0, 19) == want.get<std::string>().substr(0, 19));
}

std::size_t samples(const ActivityFile& file) {
  std::size_t sum = 0;
  for (const Recording& recording : file.recordings) {
    sum += recording.streams.size();
  }
  return sum;
}

/// Count, average and extremes of a channel of one recording.
void check_channel(const Recording& recording, const char* name, const json& want, double tolerance) {
  if (!want.is_object()) {
    return;
  }
  INFO("channel " << name);
  const auto summaries = summarize_channels({recording});
  const auto found = std::find_if(summaries.begin(), summaries.end(), [&](const auto& s) { return s.name == name; });
  REQUIRE(found != summaries.end());
  if (want.contains("count")) {
    CHECK(found->count == want.at("count").get<std::uint64_t>());
  }
  check_near(found->min, at(want, {"min"}), tolerance);
  check_near(found->max, at(want, {"max"}), tolerance);
  check_near(found->avg, at(want, {"avg"}), tolerance);
}

void check_channels(const Recording& recording, const json& computed) {
  check_channel(recording, "heart_rate", at(computed, {"heart_rate_bpm"}), 0.001);
  check_channel(recording, "cadence", at(computed, {"cadence_rpm"}), 0.001);
  check_channel(recording, "power", at(computed, {"power_w"}), 0.001);
  check_channel(recording, "speed", at(computed, {"speed_mps"}), 0.001);
  check_channel(recording, "course", at(computed, {"course_deg"}), 0.001);
  check_channel(recording, "altitude", at(computed, {"elevation_m"}), 0.06);
}

bool check_readable(const std::string& name, const json& expected, ActivityFile& file) {
  try {
    file = read(name);
  } catch (const Error& error) {
    CHECK_FALSE(expected.at("readable").get<bool>());
    CHECK(std::string(error.what()).starts_with(name));
    return false;
  }
  if (!expected.at("readable").get<bool>() && at(expected, {"tolerant_readable"}) != true) {
    CHECK_FALSE(file.damage.empty());
  }
  return expected.at("readable").get<bool>();
}

} // namespace

TEST_CASE("GPX files of the corpus give the expected values") {
  for (const auto& [name, expected] : expectations("GPX")) {
    INFO(name);
    ActivityFile file;
    if (!check_readable(name, expected, file)) {
      continue;
    }
    const json computed = at(expected, {"computed_from_track_points"});
    CHECK(file.format == "gpx");
    CHECK(file.damage.empty());
    CHECK(samples(file) == expected.at("counts").at("track_points").get<std::size_t>());
    double distance = 0;
    std::size_t with_position = 0;
    std::size_t with_time = 0;
    for (const Recording& recording : file.recordings) {
      distance += recording.totals.distance_m.value_or(0);
      if (const Channel* latitude = recording.streams.find("latitude")) {
        with_position +=
            latitude->values.size() -
            static_cast<std::size_t>(std::count(latitude->values.begin(), latitude->values.end(), no_value));
      }
      const auto& times = recording.streams.time_ms;
      with_time += times.size() - static_cast<std::size_t>(std::count(times.begin(), times.end(), no_value));
    }
    CHECK(with_position == computed.at("with_position").get<std::size_t>());
    CHECK(with_time == computed.at("with_time").get<std::size_t>());
    check_near(distance, at(computed, {"haversine_m"}), 0.05, 1e-5);
    if (file.recordings.empty()) {
      continue;
    }
    check_start(file.recordings.front(), at(computed, {"first_time"}));
    if (const json first = at(computed, {"first_position"}); first.is_array()) {
      CHECK(file.recordings.front().first->lat == Approx(first[0].get<double>()).margin(1e-6));
      CHECK(file.recordings.front().first->lon == Approx(first[1].get<double>()).margin(1e-6));
    }
    if (file.recordings.size() == 1) {
      check_channels(file.recordings.front(), computed);
    }
  }
}

TEST_CASE("TCX files of the corpus give the expected values") {
  for (const auto& [name, expected] : expectations("TCX")) {
    INFO(name);
    ActivityFile file;
    if (!check_readable(name, expected, file)) {
      continue;
    }
    CHECK(file.format == "tcx");
    const json& activities = expected.at("activities");
    const json& courses = expected.at("courses");
    CHECK(file.recordings.size() == (activities.empty() ? courses.size() : activities.size()));
    for (std::size_t i = 0; i < activities.size(); ++i) {
      INFO("activity " << i);
      const Recording& recording = file.recordings.at(i);
      const json& want = activities[i];
      const json& summary = want.at("summary");
      check_start(recording, at(summary, {"start_time", "value"}));
      check_near(recording.totals.distance_m, at(summary, {"total_distance_m", "value"}), 0.01);
      check_near(recording.totals.timer_s, at(summary, {"total_timer_s", "value"}), 0.01);
      check_near(recording.totals.max_hr, at(summary, {"max_heart_rate", "value"}), 0.01);
      check_near(recording.totals.avg_hr, at(summary, {"avg_heart_rate", "value"}), 0.001);
      check_near(recording.totals.max_power, at(summary, {"max_power", "value"}), 0.01);
      check_near(recording.totals.avg_power, at(summary, {"avg_power", "value"}), 0.001);
      check_near(recording.totals.avg_cadence, at(summary, {"avg_cadence", "value"}), 0.001);
      check_near(recording.totals.calories_kcal, at(summary, {"calories_kcal", "value"}), 0.01);
      if (at(summary, {"max_speed_mps", "value"}) != 0.0) {
        check_near(recording.totals.max_speed_mps, at(summary, {"max_speed_mps", "value"}), 0.001);
      }
      CHECK(recording.laps.size() == want.at("laps").get<std::size_t>());
      const json& computed = want.at("computed_from_trackpoints");
      CHECK(recording.streams.size() == computed.at("trackpoints").get<std::size_t>());
      check_channels(recording, computed);
    }
    for (std::size_t i = 0; activities.empty() && i < courses.size(); ++i) {
      CHECK(file.file_type == "course");
      const json& computed = courses[i].at("computed_from_trackpoints");
      CHECK(file.recordings[i].name == courses[i].at("name").get<std::string>());
      CHECK(file.recordings[i].streams.size() == computed.at("trackpoints").get<std::size_t>());
      check_channels(file.recordings[i], computed);
    }
  }
}

TEST_CASE("KML files of the corpus give the expected values") {
  for (const auto& [name, expected] : expectations("KML")) {
    INFO(name);
    ActivityFile file;
    if (!check_readable(name, expected, file)) {
      continue;
    }
    const json computed = at(expected, {"computed_from_lines_and_tracks"});
    CHECK(file.format == "kml");
    CHECK(file.damage.empty());
    CHECK(samples(file) == computed.at("with_position").get<std::size_t>());
    double distance = 0;
    for (const Recording& recording : file.recordings) {
      distance += recording.totals.distance_m.value_or(0);
    }
    check_near(distance, at(computed, {"haversine_m"}), 0.05, 1e-5);
    if (!file.recordings.empty()) {
      check_start(file.recordings.front(), at(computed, {"first_time"}));
      check_near(file.recordings.front().totals.elapsed_s, at(computed, {"span_s"}), 0.06);
    }
  }
}

TEST_CASE("containers of the corpus are recognised whatever is inside") {
  for (const char* format : {"FIT", "GPX", "TCX", "KML"}) {
    for (const auto& [name, expected] : expectations(format)) {
      const json container = at(expected, {"container"});
      if (container.is_string() && !container.get<std::string>().empty()) {
        INFO(name);
        CHECK(read(name).container == container.get<std::string>());
      }
    }
  }
}
