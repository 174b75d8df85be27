// SPDX-License-Identifier: MIT
// What the made-up athlete has at Garmin Connect.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sandbox/activity_files.hpp"
#include "sandbox/garmin/garmin_server.hpp"
#include "sandbox/zip.hpp"

namespace tracekit::sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t watch_id = 3'400'112'233;
constexpr std::int64_t sold_watch_id = 3'100'445'566; ///< no device of this number is listed

struct GearRow {
  const char* uuid;
  const char* display_name; ///< empty: null, the make and model tell it
  const char* make_model;
  const char* kind;
  const char* status;
  const char* real_name; ///< as the athlete's other services call it
};

constexpr GearRow gear_rows[] = {
    {"00000000000000000000000000000b01", "Tarmac SL7", "Specialized Tarmac SL7", "Bike", "active", "Tarmac SL7"},
    {"00000000000000000000000000000b02", "", "Checkpoint", "Bike", "active", "Checkpoint"},
    {"00000000000000000000000000000c01", "Speedgoat 5", "Hoka Speedgoat 5", "Shoes", "active", "Speedgoat 5"},
    {"00000000000000000000000000000c02", "Endorphin Pro", "Saucony Endorphin", "Shoes", "retired", "Endorphin Pro"},
    {"00000000000000000000000000000d01", "Chest strap", "HRM-Pro", "Other", "active", ""},
};
constexpr const char* strap = gear_rows[4].uuid;

json gear_list() {
  json out = json::array();
  std::int64_t number = 22'334'455;
  for (const GearRow& row : gear_rows) {
    const std::string name = row.display_name;
    out.push_back({{"gearPk", number++},
                   {"uuid", row.uuid},
                   {"userProfilePk", 90'123'456},
                   {"gearMakeName", "Other"},
                   {"gearModelName", fmt::format("Unknown {}", row.kind)},
                   {"gearTypeName", row.kind},
                   {"gearStatusName", row.status},
                   {"displayName", name.empty() ? json(nullptr) : json(name)},
                   {"customMakeModel", row.make_model},
                   {"dateBegin", "2023-04-01T00:00:00.0"},
                   {"dateEnd", nullptr},
                   {"maximumMeters", 800'000.0},
                   {"updateDate", "2026-05-17T05:55:10.0"}});
  }
  return out;
}

json device_list() {
  return json::array({{{"deviceId", watch_id},
                       {"unitId", watch_id},
                       {"serialNumber", "7AB012345"},
                       {"displayName", nullptr},
                       {"productDisplayName", "Edge 1050"},
                       {"deviceStatus", "active"}}});
}

std::vector<std::string> gear_of(const std::string& name) {
  for (const GearRow& row : gear_rows) {
    if (!name.empty() && name == row.real_name) {
      return {row.uuid};
    }
  }
  return {};
}

json type(int id, const char* key, int parent) {
  return {{"typeId", id},      {"typeKey", key},      {"parentTypeId", parent},
          {"isHidden", false}, {"restricted", false}, {"trimmable", true}};
}

json type_of(const Workout& workout) {
  if (workout.sport == "cycling") {
    return workout.sub_sport == "gravel_cycling" ? type(143, "gravel_cycling", 2) : type(10, "road_biking", 2);
  }
  if (workout.sport == "running") {
    return workout.sub_sport == "trail" ? type(6, "trail_running", 1) : type(1, "running", 17);
  }
  return type(13, "strength_training", 29);
}

const char* default_name(const Workout& workout) {
  return workout.sport == "cycling"   ? "Zürich Road Cycling"
         : workout.sport == "running" ? "Zürich Running"
                                      : "Strength";
}

std::string blank_time(WallSeconds time) {
  std::string text = format_wall(time);
  text[10] = ' ';
  return text;
}

json base_activity(std::int64_t id, const std::string& name, EpochSeconds start, int offset_s) {
  return {{"activityId", id},
          {"activityName", name},
          {"startTimeLocal", blank_time(start + offset_s)},
          {"startTimeGMT", blank_time(start)},
          {"beginTimestamp", start * 1000},
          {"ownerId", 90'123'456},
          {"privacy", {{"typeId", 1}, {"typeKey", "public"}}},
          {"userRoles", {"SCOPE_CONNECT_READ"}},
          {"manualActivity", false},
          {"parent", false},
          {"pr", false}};
}

json activity_of(const Workout& workout, std::int64_t id) {
  json out = base_activity(id, workout.quirks.garmin_default_name ? default_name(workout) : workout.name, workout.start,
                           workout.utc_offset_s);
  out["activityType"] = type_of(workout);
  out["duration"] = workout.moving_s + 0.41796875;
  out["elapsedDuration"] = workout.elapsed_s + 0.120849609375;
  out["movingDuration"] = static_cast<double>(workout.moving_s);
  if (workout.distance_m <= 0) {
    out["manualActivity"] = true;
    return out;
  }
  out["distance"] = workout.distance_m + 0.01953125;
  out["averageSpeed"] = workout.distance_m / workout.moving_s;
  out["startLatitude"] = 47.37;
  out["startLongitude"] = 8.54;
  out["endLatitude"] = 47.37;
  out["endLongitude"] = 8.54;
  out["averageHR"] = 141.0;
  out["maxHR"] = 171.0;
  out["calories"] = 512.0;
  out["deviceId"] = watch_id;
  out["manufacturer"] = "GARMIN";
  out["locationName"] = "Zürich";
  if (workout.sport == "running") {
    out["averageRunningCadenceInStepsPerMinute"] = 168.5;
  } else {
    out["averageBikingCadenceInRevPerMinute"] = 86.0;
  }
  return out;
}

std::function<Bytes()> original_of(const Workout& workout, std::int64_t id) {
  if (workout.distance_m <= 0) {
    return nullptr;
  }
  return [workout, id] {
    const Bytes file = activity_file(workout, make_track(workout));
    return zip_file({{fmt::format("{}_ACTIVITY.{}", id, workout.format), std::string(as_text(file))}});
  };
}

/// An activity of 2024: the day and hour of its start in UTC.
json odd(std::int64_t number, const char* name, const char* start, int offset_s, json activity_type) {
  json out = base_activity(16'000'000'000 + number, name, parse_iso_time(start)->utc_ms() / 1000, offset_s);
  out["activityType"] = std::move(activity_type);
  out["duration"] = 1800.0;
  out["elapsedDuration"] = 1800.0;
  return out;
}

/// One of each kind that is unlike the others.
void add_odd_ones(GarminServer::Seed& seed) {
  const auto add = [&](const json& activity, std::vector<std::string> gear = {}) {
    seed.activities.push_back({activity.dump(), std::move(gear), nullptr});
  };
  json indoor = odd(1, "Indoor Cycling", "2024-01-10T18:00:00Z", 3600, type(25, "indoor_cycling", 2));
  indoor["averageHR"] = 128.0;
  indoor["deviceId"] = sold_watch_id;
  indoor["manufacturer"] = "GARMIN";
  add(indoor, {strap, gear_rows[0].uuid});
  json swim = odd(2, "Pool Swim", "2024-01-11T06:30:00Z", 3600, type(27, "lap_swimming", 26));
  swim.update({{"distance", 1500.0}, {"averageSwimCadenceInStrokesPerMinute", 27.0}, {"activeLengths", 60}});
  add(swim);
  json manual = odd(3, "Snow shoes with Ää 雪", "2024-01-12T09:00:00Z", 3600, type(167, "snow_shoe_ws", 165));
  manual.update({{"manualActivity", true}, {"distance", 7000.0}, {"description", "typed in"}});
  add(manual);
  json parent = odd(10, "Triathlon", "2024-06-02T06:00:00Z", 7200, type(89, "multi_sport", 17));
  parent.update({{"parent", true}, {"sandboxChildIds", {16'000'000'011, 16'000'000'012, 16'000'000'013}}});
  add(parent);
  const std::pair<const char*, json> legs[] = {{"2024-06-02T06:00:00Z", type(28, "open_water_swimming", 26)},
                                               {"2024-06-02T06:30:00Z", type(189, "transition_v2", 4)},
                                               {"2024-06-02T06:35:00Z", type(10, "road_biking", 2)}};
  std::int64_t number = 11;
  for (const auto& [start, leg_type] : legs) {
    json leg = odd(number++, "Triathlon", start, 7200, leg_type);
    leg["parentId"] = 16'000'000'010;
    add(leg);
  }
  json import = odd(20, "Route des Crêtes", "2024-07-05T07:00:00Z", 7200, type(2, "cycling", 17));
  import.update({{"manufacturer", "DEVELOPMENT"}, {"distance", 80'000.0}});
  add(import);
  add(odd(21, "Twin of one start", "2024-07-05T07:00:00Z", 7200, type(3, "hiking", 17)));
  add(odd(30, "Morning in Denver", "2024-03-10T14:30:00Z", -21'600, type(1, "running", 17)), gear_of("Speedgoat 5"));
  add(odd(31, "The hour that was twice", "2024-10-27T00:30:00Z", 7200, type(9, "walking", 17)));
  add(odd(32, "Something new", "2024-11-01T10:00:00Z", 3600, type(9999, "zorb_racing_v2", 26)));
}

} // namespace

std::string GarminServer::activity(const Workout& workout, std::int64_t id) { return activity_of(workout, id).dump(); }

GarminServer::Seed GarminServer::athlete() {
  Seed seed;
  seed.gear_json = gear_list().dump();
  seed.devices_json = device_list().dump();
  std::int64_t id = 20'100'000'001; // as service_records.cpp has it
  for (const Workout& workout : make_workouts()) {
    id += 1337;
    if (workout.quirks.in_garmin) {
      seed.activities.push_back({activity_of(workout, id).dump(), gear_of(workout.gear), original_of(workout, id)});
    }
  }
  add_odd_ones(seed);
  return seed;
}

GarminServer::Seed GarminServer::many(std::size_t count) {
  Seed seed;
  seed.gear_json = gear_list().dump();
  seed.devices_json = device_list().dump();
  for (std::size_t i = 0; i < count; ++i) {
    const Workout workout = daily_ride(i, gear_rows[i % 2].real_name);
    const auto id = 9'000'000'000 + static_cast<std::int64_t>(i);
    seed.activities.push_back({activity_of(workout, id).dump(), gear_of(workout.gear), nullptr});
  }
  return seed;
}

} // namespace tracekit::sandbox
