// SPDX-License-Identifier: MIT
// What the made-up athlete has at Strava.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sandbox/strava/strava_server.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

struct GearRow {
  const char* id;
  const char* name;
  const char* nickname;
  const char* brand;
  const char* model;
  bool retired;
  const char* real_name; ///< as the athlete's other services call it
};

constexpr GearRow gear_rows[] = {
    {"b11802044", "SL7 Tarmac", "SL7 Tarmac", "Specialized", "Tarmac SL7", false, "Tarmac SL7"},
    {"b11802045", "Checkpoint", "Checkpoint", "Trek", "Checkpoint", false, "Checkpoint"},
    {"g20771452", "Speedgoat 5", "", "", "Speedgoat 5", false, "Speedgoat 5"},
    {"g20771453", "Endorphin Pro", "", "", "Endorphin Pro", true, "Endorphin Pro"},
};

json gear_list() {
  json out = json::array();
  for (const GearRow& row : gear_rows) {
    out.push_back({{"id", row.id},
                   {"primary", false},
                   {"name", row.name},
                   {"nickname", row.nickname},
                   {"brand_name", row.brand},
                   {"model_name", row.model},
                   {"resource_state", 3},
                   {"retired", row.retired},
                   {"distance", 8'120'443},
                   {"converted_distance", 8120.4}});
  }
  return out;
}

json gear_id_of(const Workout& workout) {
  for (const GearRow& row : gear_rows) {
    if (workout.gear == row.real_name) {
      return row.id;
    }
  }
  return nullptr;
}

const char* sport_of(const Workout& workout) {
  return workout.sport == "cycling"   ? (workout.sub_sport == "gravel_cycling" ? "GravelRide" : "Ride")
         : workout.sport == "running" ? (workout.sub_sport == "trail" ? "TrailRun" : "Run")
                                      : "WeightTraining";
}

const char* type_of(const Workout& workout) {
  return workout.sport == "cycling" ? "Ride" : workout.sport == "running" ? "Run" : "WeightTraining";
}

std::string default_name(const Workout& workout) {
  const auto hour = (workout.start + workout.utc_offset_s) / 3600 % 24;
  const char* part = hour < 11 ? "Morning" : hour < 14 ? "Lunch" : hour < 18 ? "Afternoon" : "Evening";
  return fmt::format("{} {}", part, type_of(workout));
}

json activity_of(const Workout& workout, std::int64_t id) {
  const bool has_distance = workout.distance_m > 0;
  json out = {{"id", id},
              {"athlete", {{"id", 227615}, {"resource_state", 1}}},
              {"name", workout.quirks.strava_default_name ? default_name(workout) : workout.name},
              {"distance", workout.distance_m},
              {"moving_time", workout.moving_s},
              {"elapsed_time", workout.elapsed_s},
              {"total_elevation_gain", 0.0},
              {"type", type_of(workout)},
              {"sport_type", sport_of(workout)},
              {"start_date", format_utc(workout.start)},
              {"start_date_local", format_wall(workout.start + workout.utc_offset_s) + "Z"},
              {"timezone", "(GMT+01:00) Europe/Zurich"},
              {"utc_offset", static_cast<double>(workout.utc_offset_s)},
              {"kudos_count", 4},
              {"trainer", false},
              {"commute", false},
              {"manual", !has_distance},
              {"private", false},
              {"visibility", "everyone"},
              {"gear_id", gear_id_of(workout)},
              {"start_latlng", json::array()},
              {"end_latlng", json::array()},
              {"external_id", nullptr},
              {"upload_id", nullptr},
              {"description", nullptr},
              {"calories", 512.0}};
  if (has_distance) {
    out["average_speed"] = workout.distance_m / workout.moving_s;
    out["device_name"] = "Garmin Edge 1050";
    out["upload_id"] = id + 1'100'000'000;
    out["external_id"] = fmt::format("garmin_ping_{}", 501'000'000'000 + id % 1'000'000);
    out["start_latlng"] = {47.37, 8.54};
    out["end_latlng"] = {47.37, 8.54};
  }
  return out;
}

} // namespace

std::string StravaServer::activity(const Workout& workout, std::int64_t id) { return activity_of(workout, id).dump(); }

StravaServer::Seed StravaServer::athlete() {
  Seed seed;
  seed.gear_json = gear_list().dump();
  std::int64_t id = 15'200'000'001; // as service_records.cpp has it
  for (const Workout& workout : make_workouts()) {
    id += 4211;
    if (workout.quirks.in_strava) {
      seed.activities.push_back(activity_of(workout, id).dump());
    }
  }
  return seed;
}

StravaServer::Seed StravaServer::many(std::size_t count) {
  Seed seed;
  seed.gear_json = gear_list().dump();
  for (std::size_t i = 0; i < count; ++i) {
    seed.activities.push_back(
        activity_of(daily_ride(i, gear_rows[i % 2].real_name), 9'000'000'000 + static_cast<std::int64_t>(i)).dump());
  }
  return seed;
}

} // namespace tracekit::sandbox
