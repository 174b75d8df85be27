// SPDX-License-Identifier: MIT
// What the made-up athlete has at Ride with GPS.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sandbox/activity_files.hpp"
#include "sandbox/ridewithgps/ridewithgps_server.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

struct GearRow {
  std::int64_t id;
  const char* make;
  const char* model;
  const char* nickname;
};

constexpr GearRow gear_rows[] = {
    {275'581, "Specialized", "Tarmac", "Tarmac SL7"},
    {275'582, "Trek", "Checkpoint SL6", "Checkpoint"},
    {275'583, "Hoka", "Speedgoat 5", "Speedgoat 5"},
    {275'584, "Saucony", "Endorphin Pro", "Endorphin Pro"},
};

constexpr int fit_running = 1;
constexpr int fit_cycling = 2;
constexpr int fit_trail = 3;
constexpr int fit_road = 7;
constexpr int fit_gravel = 46;
constexpr int edge_1050 = 4440;

json gear_list() {
  json out = json::array();
  for (const GearRow& row : gear_rows) {
    out.push_back({{"id", row.id},
                   {"make", row.make},
                   {"model", row.model},
                   {"nickname", row.nickname},
                   {"archived", false},
                   {"exclude_from_totals", false}});
  }
  return out;
}

json gear_id_of(const Workout& workout) {
  for (const GearRow& row : gear_rows) {
    if (workout.gear == row.nickname) {
      return row.id;
    }
  }
  return nullptr;
}

int sub_sport_of(const Workout& workout) {
  return workout.sub_sport == "gravel_cycling" ? fit_gravel
         : workout.sub_sport == "trail"        ? fit_trail
         : workout.sub_sport == "road"         ? fit_road
                                               : 0;
}

json trip_of(const Workout& workout, std::size_t index) {
  const double kmh = workout.distance_m / workout.moving_s * 3.6;
  return {{"id", 315'000'000 + 137 * static_cast<std::int64_t>(index)},
          {"group_membership_id", nullptr},
          {"departed_at", format_utc(workout.start)},
          {"time_zone", "Europe/Zurich"},
          {"utc_offset", workout.utc_offset_s},
          {"created_at", format_utc(workout.start + workout.elapsed_s + 60)},
          {"name", workout.name},
          {"description", nullptr},
          {"duration", workout.elapsed_s},
          {"moving_time", workout.moving_s},
          {"distance", workout.distance_m},
          {"elevation_gain", 210.5},
          {"elevation_loss", 209.9},
          {"avg_speed", kmh},
          {"max_speed", kmh * 1.8},
          {"avg_hr", 144},
          {"max_hr", 176},
          {"avg_cad", nullptr},
          {"avg_watts", nullptr},
          {"visibility", 1},
          {"is_gps", true},
          {"is_stationary", false},
          {"gear_id", gear_id_of(workout)},
          {"source_type", "garmin_connect"},
          {"activity_type_id", 0},
          {"fit_sport", workout.sport == "running" ? fit_running : fit_cycling},
          {"fit_sub_sport", sub_sport_of(workout)},
          {"fit_product", edge_1050},
          {"first_lat", 47.3769},
          {"first_lng", 8.5417},
          {"last_lat", 47.377},
          {"last_lng", 8.542},
          {"hr_zones", {{"1", 1042}, {"2", 1209}}},
          {"deleted_at", nullptr}};
}

} // namespace

std::string RideWithGpsServer::trip(const Workout& workout, std::size_t index) {
  return trip_of(workout, index).dump();
}

RideWithGpsServer::Seed RideWithGpsServer::athlete() {
  Seed seed;
  seed.gear_json = gear_list().dump();
  const std::vector<Workout> workouts = make_workouts();
  for (std::size_t i = 0; i < workouts.size(); ++i) {
    const Workout& workout = workouts[i];
    if (workout.distance_m > 0) {
      seed.trips.push_back({trip_of(workout, i).dump(), [workout] { return tcx_file(workout, make_track(workout)); }});
    }
  }
  return seed;
}

RideWithGpsServer::Seed RideWithGpsServer::many(std::size_t count) {
  Seed seed;
  seed.gear_json = gear_list().dump();
  for (std::size_t i = 0; i < count; ++i) {
    seed.trips.push_back({trip_of(daily_ride(i, gear_rows[0].nickname), i).dump(), nullptr});
  }
  return seed;
}

} // namespace tracekit::sandbox
