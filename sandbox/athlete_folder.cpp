// SPDX-License-Identifier: MIT
#include "sandbox/athlete_folder.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/file.hpp"
#include "sandbox/activity_files.hpp"
#include "sandbox/exercise_log.hpp"
#include "sandbox/service_records.hpp"

namespace tracekit::sandbox {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Whom she believes first.
constexpr std::array<std::string_view, 6> by_priority{"garmin",       "spreadsheet", "ridewithgps",
                                                      "intervalsicu", "strava",      "file"};

void write(const fs::path& path, ByteView content) {
  fs::create_directories(path.parent_path());
  write_file_atomically(path, content);
}

std::string settings_with(const std::map<std::string, std::string>& services) {
  json providers = {{"file", json::object()}, {"spreadsheet", {{"path", "exercise-log.xlsx"}}}};
  for (const char* loaded : {"garmin", "strava"}) {
    providers[loaded] = json::object();
  }
  for (const auto& [id, settings] : services) {
    providers[id] = json::parse(settings);
  }
  int priority = 0;
  for (const std::string_view id : by_priority) {
    if (const auto one = providers.find(id); one != providers.end()) {
      (*one)["enabled"] = true;
      (*one)["priority"] = ++priority;
    }
  }
  const json document = {{"home_timezone", "Europe/Zurich"},
                         {"units", "metric"},
                         {"metadata_db", "tracekit.sqlite3"},
                         {"data_dir", "data"},
                         {"providers", providers}};
  return document.dump(2) + "\n";
}

} // namespace

void make_athlete(const fs::path& folder, const std::map<std::string, std::string>& services) {
  const std::vector<Workout> workouts = make_workouts();
  for (const Workout& workout : workouts) {
    const std::vector<Sample> track = make_track(workout);
    if (workout.quirks.in_file) {
      write(folder / "data/activities/1" / file_name(workout), activity_file(workout, track));
    } else if (workout.quirks.original_at_garmin_only) {
      write(folder / "garmin" / file_name(workout), activity_file(workout, track));
    }
  }
  write(folder / "exercise-log.xlsx", exercise_log(workouts));
  if (!services.contains("garmin")) {
    write(folder / "garmin.jsonl", as_bytes(garmin_records(workouts)));
  }
  if (!services.contains("strava")) {
    write(folder / "strava.jsonl", as_bytes(strava_records(workouts)));
  }
  write(folder / "tracekit_config.json", as_bytes(settings_with(services)));
}

} // namespace tracekit::sandbox
