// SPDX-License-Identifier: MIT
#include "sandbox/service_records.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

json base_record(const Workout& workout, const std::string& provider, std::int64_t id) {
  const bool has_distance = workout.distance_m > 0;
  return {{"provider", provider},
          {"id", std::to_string(id)},
          {"start", workout.start},
          {"start_local", format_wall(workout.start + workout.utc_offset_s)},
          {"tz", "Europe/Zurich"},
          {"utc_offset_s", workout.utc_offset_s},
          {"distance_m", has_distance ? json(workout.distance_m) : json(nullptr)},
          {"moving_s", workout.moving_s},
          {"elapsed_s", workout.elapsed_s},
          {"timer_s", workout.moving_s},
          {"name", workout.name},
          {"type", ""},
          {"equipment", workout.gear},
          {"device", "Edge 1050"},
          {"source", nullptr},
          {"format", "fit"}};
}

std::string default_strava_name(const Workout& workout) {
  const int hour = static_cast<int>((workout.start + workout.utc_offset_s) / 3600 % 24);
  const char* part = hour < 11 ? "Morning" : hour < 14 ? "Lunch" : hour < 18 ? "Afternoon" : "Evening";
  const char* what = workout.sport == "cycling" ? "Ride" : workout.sport == "running" ? "Run" : "Weight Training";
  return fmt::format("{} {}", part, what);
}

} // namespace

std::string file_name(const Workout& workout) {
  std::string stamp = format_wall(workout.start);
  std::erase(stamp, ':');
  std::replace(stamp.begin(), stamp.end(), 'T', '-');
  return fmt::format("{}.{}", stamp, workout.format);
}

std::string garmin_records(const std::vector<Workout>& workouts) {
  std::string lines;
  std::int64_t id = 20'100'000'001;
  for (const Workout& workout : workouts) {
    id += 1337;
    json record = base_record(workout, "garmin", id);
    record["type"] = workout.sport == "cycling"   ? "road_biking"
                     : workout.sport == "running" ? "running"
                                                  : "strength_training";
    if (workout.quirks.garmin_default_name) {
      record["name"] = workout.sport == "cycling"   ? "Zürich Road Cycling"
                       : workout.sport == "running" ? "Zürich Running"
                                                    : "Strength";
    }
    if (workout.distance_m <= 0) {
      record["manual"] = true; // typed in: there is no file of it anywhere
    }
    if (workout.quirks.original_at_garmin_only) {
      record["file"] = "garmin/" + file_name(workout);
    }
    if (workout.quirks.in_garmin) {
      lines += record.dump() + "\n";
    }
  }
  return lines;
}

std::string strava_records(const std::vector<Workout>& workouts) {
  std::string lines;
  std::int64_t id = 15'200'000'001;
  for (const Workout& workout : workouts) {
    id += 4211;
    json record = base_record(workout, "strava", id);
    record["start"] = workout.start + 1;
    record["type"] = workout.sport == "cycling" ? "Ride" : workout.sport == "running" ? "Run" : "WeightTraining";
    record["distance_m"] = workout.distance_m > 0 ? json(workout.distance_m * 1.002) : json(nullptr);
    if (workout.quirks.strava_default_name) {
      record["name"] = default_strava_name(workout);
    }
    if (workout.gear == "Tarmac SL7") {
      record["equipment"] = "SL7 Tarmac"; // the same bike, otherwise spelt
    }
    if (workout.quirks.in_strava) {
      lines += record.dump() + "\n";
    }
  }
  return lines;
}

} // namespace tracekit::sandbox
