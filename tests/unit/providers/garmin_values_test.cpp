// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "providers/garmin/activity.hpp"
#include "providers/garmin/activity_type.hpp"
#include "providers/garmin/gear.hpp"
#include "sandbox/garmin/garmin_shapes.hpp"

using namespace tracekit;
using namespace tracekit::garmin;
using nlohmann::json;

namespace {

json a_run() {
  return json::parse(
      R"({"activityId": 21500012345, "activityName": "Exampletown Trail Running", "description": "easy, wet",
    "startTimeLocal": "2026-05-17 07:12:05", "startTimeGMT": "2026-05-17 05:12:05", "beginTimestamp": 1778994725000,
    "activityType": {"typeId": 6, "typeKey": "trail_running", "parentTypeId": 1, "isHidden": false},
    "distance": 6261.72021484375, "duration": 2231.41796875, "elapsedDuration": 2233.120849609375,
    "movingDuration": 2219.0, "elevationGain": 148.0, "elevationLoss": 143.0, "averageSpeed": 2.806, "maxSpeed": 4.102,
    "startLatitude": 47.0501, "startLongitude": 8.3093, "ownerId": 90123456, "calories": 402.0, "averageHR": 144.0,
    "maxHR": 167.0, "averageRunningCadenceInStepsPerMinute": 161.7, "maxRunningCadenceInStepsPerMinute": 181.0,
    "avgPower": 281.0, "normPower": 297.0, "maxTemperature": 18.0, "deviceId": 3400112233, "manufacturer": "GARMIN",
    "locationName": "Exampletown", "privacy": {"typeId": 2, "typeKey": "private"}, "manualActivity": false})");
}

Record record(const json& shown) { return record_of(listed_form(shown), {"Shoes", "g", "Forerunner 965", 0}, 1); }

} // namespace

TEST_CASE("a listed activity of Garmin becomes a record in SI units") {
  const Record run = record(a_run());
  CHECK(run.key == RecordKey{"garmin", "21500012345"});
  CHECK(run.start == 1'778'994'725);
  CHECK(run.start_local == 1'778'994'725 + 7200);
  CHECK(run.utc_offset_s == 7200);
  CHECK(run.tz.empty());
  CHECK(run.sport == "running");
  CHECK(run.sub_sport == "trail");
  CHECK(run.type == "trail_running");
  CHECK(run.totals.distance_m == 6261.72);
  CHECK(run.totals.timer_s == 2231.418);
  CHECK(run.totals.elapsed_s == 2233.121);
  CHECK(run.totals.avg_cadence == Approx(80.85));
  CHECK(run.totals.max_cadence == Approx(90.5));
  CHECK(run.totals.avg_power == 281);
  CHECK(run.first == Position{47.0501, 8.3093});
  CHECK_FALSE(run.last.has_value());
  CHECK(run.device.manufacturer == "garmin");
  CHECK(run.device.product == "Forerunner 965");
  CHECK(run.private_);
  CHECK_FALSE(run.manual);
  CHECK(run.equipment == "Shoes");
}

TEST_CASE("an activity that Garmin shows alone is the record that was listed") {
  CHECK(record(sandbox::garmin_detail(a_run())) == record(a_run()));
  json bare = {{"activityId", 1}, {"startTimeGMT", "2026-05-17 05:12:05"}};
  CHECK(record(sandbox::garmin_detail(bare)) == record(bare));
}

TEST_CASE("Garmin's instant is that of UTC wherever the clock stood") {
  json activity = a_run();
  activity["startTimeLocal"] = "2026-05-16 20:12:05";
  CHECK(record(activity).utc_offset_s == -9 * 3600);
  CHECK(day_of(listed_form(activity)) == "2026-05-16");
  activity.erase("startTimeLocal");
  CHECK(record(activity).start == 1'778'994'725);
  CHECK_FALSE(record(activity).start_local.has_value());
  activity.erase("startTimeGMT");
  CHECK(record(activity).start == 1'778'994'725);
  activity["beginTimestamp"] = 1.778994725E12;
  CHECK(record(activity).start == 1'778'994'725);
  activity.erase("beginTimestamp");
  CHECK_THROWS_WITH(record(activity), "Garmin Connect: activity 21500012345 has no start that can be read");
  CHECK(day_of(listed_form(activity)).empty());
}

TEST_CASE("nulls, zeros and wrong types at Garmin are absent") {
  json activity = a_run();
  for (const char* key :
       {"distance", "averageHR", "deviceId", "privacy", "activityType", "activityName", "startLatitude"}) {
    activity[key] = nullptr;
  }
  activity["duration"] = "long";
  activity["calories"] = 0;
  activity["parentId"] = json::object();
  const Record read = record(activity);
  CHECK_FALSE(read.totals.distance_m.has_value());
  CHECK_FALSE(read.totals.timer_s.has_value());
  CHECK_FALSE(read.totals.calories_kcal.has_value());
  CHECK_FALSE(read.first.has_value());
  CHECK(read.sport == "generic");
  CHECK(read.parent_id.empty());
  CHECK(id_of(listed_form(json::array())).empty());
  CHECK(id_of(listed_form(json(nullptr))).empty());
}

TEST_CASE("types of Garmin are our sports and unknown ones those of their parent") {
  struct Row {
    const char* key;
    int parent;
    const char* sport;
    const char* sub_sport;
  };
  for (const Row& row :
       {Row{"road_biking", 2, "cycling", "road"}, Row{"virtual_ride", 2, "cycling", "virtual_activity"},
        Row{"treadmill_running", 1, "running", "treadmill"}, Row{"lap_swimming", 26, "swimming", "lap_swimming"},
        Row{"cross_country_skiing_ws", 165, "cross_country_skiing", "generic"},
        Row{"rowing_v2", 228, "rowing", "generic"}, Row{"rowing", 228, "rowing", "generic"},
        Row{"strength_training", 29, "training", "strength_training"}, Row{"multi_sport", 17, "multisport", "generic"},
        Row{"transition_v2", 4, "transition", "generic"}, Row{"swimToBikeTransition_v2", 4, "transition", "generic"},
        Row{"softball", 206, "team_sport", "generic"}, Row{"zorb_running", 1, "running", "generic"},
        Row{"zorb", 4, "generic", "generic"}, Row{"", 0, "generic", "generic"}}) {
    INFO(row.key);
    const Sport sport = sport_of_type(row.key, row.parent);
    CHECK(sport.sport == row.sport);
    CHECK(sport.sub_sport == row.sub_sport);
  }
  CHECK(is_indoor_type("indoor_cycling"));
  CHECK_FALSE(is_indoor_type("road_biking"));
}

TEST_CASE("gear of Garmin has a name whatever the athlete left empty") {
  const auto gear = gear_in(json::parse(R"([{"uuid": "1", "displayName": " Blue ", "customMakeModel": "Acme Glide"},
    {"uuid": "2", "displayName": "", "customMakeModel": "Acme Bike"}, {"uuid": "3", "gearMakeName": "Other", "gearModelName": "Unknown Shoes",
    "gearStatusName": "retired"}, {"displayName": "no id"}, null, 7])"));
  REQUIRE(gear.size() == 3);
  CHECK(gear[0].name == "Blue");
  CHECK(gear[0].make == "Acme Glide");
  CHECK(gear[1].name == "Acme Bike");
  CHECK(gear[2].name == "Other Unknown Shoes");
  CHECK(gear[2].retired);
}

TEST_CASE("the equipment of an activity is a bike or shoes before anything else in any order") {
  const Gear strap{"1", "A strap", "", "Other"};
  const Gear bike{"2", "Bike", "", "Bike"};
  const Gear other_bike{"3", "Another bike", "", "Bike"};
  CHECK(equipment_of({strap, bike}) == bike);
  CHECK(equipment_of({bike, strap}) == bike);
  CHECK(equipment_of({bike, other_bike}) == other_bike);
  CHECK(equipment_of({strap}) == strap);
  CHECK(equipment_of({}) == std::nullopt);
  CHECK(takes_the_place_of(other_bike, bike));
  CHECK_FALSE(takes_the_place_of(bike, strap));
  CHECK(takes_the_place_of(strap, bike));
}
