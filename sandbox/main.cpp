// SPDX-License-Identifier: MIT
// The made-up athlete: tracekit-sandbox make-athlete FOLDER makes her data, serve --provider ID is a provider that has
// it.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string_view>

#include "base/file.hpp"
#include "sandbox/activity_files.hpp"
#include "sandbox/exercise_log.hpp"
#include "sandbox/serve.hpp"
#include "sandbox/service_records.hpp"

namespace tracekit::sandbox {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view settings = R"({
  "home_timezone": "Europe/Zurich",
  "units": "metric",
  "metadata_db": "tracekit.sqlite3",
  "data_dir": "data",
  "providers": {
    "file": { "enabled": true, "priority": 4 },
    "garmin": { "enabled": true, "priority": 1 },
    "spreadsheet": { "enabled": true, "priority": 2, "path": "exercise-log.xlsx" },
    "strava": { "enabled": true, "priority": 3 }
  }
}
)";

void write(const fs::path& path, ByteView content) {
  fs::create_directories(path.parent_path());
  write_file_atomically(path, content);
}

void make_athlete(const fs::path& folder) {
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
  write(folder / "garmin.jsonl", as_bytes(garmin_records(workouts)));
  write(folder / "strava.jsonl", as_bytes(strava_records(workouts)));
  write(folder / "tracekit_config.json", as_bytes(settings));
}

} // namespace
} // namespace tracekit::sandbox

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    if (arguments.size() == 2 && arguments[0] == "make-athlete") {
      tracekit::sandbox::make_athlete(arguments[1]);
      return 0;
    }
    if (!arguments.empty() && arguments[0] == "serve") {
      return tracekit::sandbox::serve({arguments.begin() + 1, arguments.end()});
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "tracekit-sandbox: {}\n", error.what());
    return 1;
  }
  fmt::print(stderr, "usage: tracekit-sandbox make-athlete FOLDER\n"
                     "       tracekit-sandbox serve --provider intervalsicu [--port N] [--count N]\n");
  return 2;
}
