// SPDX-License-Identifier: MIT
// What the made-up athlete has at Intervals.icu.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sandbox/activity_files.hpp"
#include "sandbox/intervalsicu/intervalsicu_server.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

struct GearRow {
  const char* id;
  const char* name;
  const char* type;
};

constexpr GearRow gear_rows[] = {
    {"b8812", "Tarmac SL7", "Bike"},
    {"b8813", "Checkpoint", "Bike"},
    {"g4410", "Speedgoat 5", "Shoes"},
    {"g4411", "Endorphin Pro", "Shoes"},
};

json gear_list() {
  json out = json::array();
  for (const GearRow& row : gear_rows) {
    out.push_back({{"id", row.id},
                   {"athlete_id", "i317960"},
                   {"type", row.type},
                   {"name", row.name},
                   {"retired", nullptr},
                   {"component", false}});
  }
  out.push_back({{"id", "c991"}, {"type", "Chain"}, {"name", "Chain"}, {"component", true}});
  return out;
}

json gear_of(const Workout& workout) {
  for (const GearRow& row : gear_rows) {
    if (workout.gear == row.name) {
      return {{"id", row.id}, {"name", nullptr}, {"distance", nullptr}, {"primary", nullptr}};
    }
  }
  return nullptr;
}

const char* type_of(const Workout& workout) {
  return workout.sport == "cycling"   ? (workout.sub_sport == "gravel_cycling" ? "GravelRide" : "Ride")
         : workout.sport == "running" ? (workout.sub_sport == "trail" ? "TrailRun" : "Run")
                                      : "WeightTraining";
}

json activity_of(const Workout& workout, std::size_t index, std::int64_t garmin_id) {
  const std::string local = format_wall(workout.start + workout.utc_offset_s);
  json out = {{"id", fmt::format("i{}", 140'000'000 + 137 * index)},
              {"start_date_local", local},
              {"start_date", format_utc(workout.start)},
              {"timezone", "Europe/Zurich"},
              {"type", type_of(workout)},
              {"name", workout.name},
              {"description", nullptr},
              {"moving_time", workout.moving_s},
              {"elapsed_time", workout.elapsed_s},
              {"icu_recording_time", workout.moving_s},
              {"device_name", "Garmin Edge 1050"},
              {"source", workout.distance_m > 0 ? "GARMIN_CONNECT" : "MANUAL"},
              {"icu_athlete_id", "i317960"},
              {"icu_sync_date", format_wall(workout.start + workout.elapsed_s + 60) + ".107+00:00"}};
  if (workout.distance_m > 0) {
    out["distance"] = workout.distance_m;
    out["average_speed"] = workout.distance_m / workout.moving_s;
    out["external_id"] = std::to_string(garmin_id);
    out["file_type"] = workout.format;
  }
  if (const json gear = gear_of(workout); !gear.is_null()) {
    out["gear"] = gear;
  }
  return out;
}

} // namespace

std::string IntervalsServer::activity(const Workout& workout, std::size_t index) {
  return activity_of(workout, index, 0).dump();
}

IntervalsServer::Seed IntervalsServer::athlete() {
  Seed seed;
  seed.gear_json = gear_list().dump();
  const std::vector<Workout> workouts = make_workouts();
  for (std::size_t i = 0; i < workouts.size(); ++i) {
    const Workout& workout = workouts[i];
    const auto garmin_id = 20'100'000'001 + 1337 * static_cast<std::int64_t>(i + 1); // as service_records.cpp has it
    const auto strava_id = 15'200'000'001 + 4211 * static_cast<std::int64_t>(i + 1);
    if (i % 12 == 4 && workout.quirks.in_strava) {
      seed.activities.push_back({json{{"id", std::to_string(strava_id)},
                                      {"icu_athlete_id", "i317960"},
                                      {"start_date_local", format_wall(workout.start + workout.utc_offset_s)},
                                      {"source", "STRAVA"},
                                      {"_note", "STRAVA activities are not available via the API"}}
                                     .dump(),
                                 nullptr});
      continue;
    }
    std::function<Bytes()> file;
    if (workout.distance_m > 0) {
      file = [workout] { return activity_file(workout, make_track(workout)); };
    }
    seed.activities.push_back({activity_of(workout, i, garmin_id).dump(), std::move(file)});
  }
  return seed;
}

IntervalsServer::Seed IntervalsServer::many(std::size_t count) {
  Seed seed;
  seed.gear_json = gear_list().dump();
  for (std::size_t i = 0; i < count; ++i) {
    seed.activities.push_back(
        {activity_of(daily_ride(i, gear_rows[0].name), i, 30'000'000'000 + static_cast<std::int64_t>(i)).dump(),
         nullptr});
  }
  return seed;
}

} // namespace tracekit::sandbox
