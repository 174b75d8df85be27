// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "model/sport.hpp"
#include "providers/strava/activity.hpp"
#include "providers/strava/limits.hpp"
#include "providers/strava/polyline.hpp"

using namespace tracekit;
using nlohmann::json;

namespace {

json an_activity() {
  return json::parse(R"({
    "id": 16402218831, "name": "Evening gravel loop", "distance": 42817.3, "moving_time": 6230, "elapsed_time": 7012,
    "total_elevation_gain": 612.0, "type": "Ride", "sport_type": "GravelRide", "device_name": "Garmin Edge 840",
    "start_date": "2026-10-17T21:04:51Z", "start_date_local": "2026-10-17T17:04:51Z",
    "timezone": "(GMT-05:00) America/New_York", "utc_offset": -14400.0, "kudos_count": 11,
    "map": {"id": "a1", "summary_polyline": "_p~iF~ps|U_ulLnnqC_mqNvxq`@"}, "trainer": false, "commute": true,
    "private": false, "visibility": "only_me", "gear_id": "b11802044", "start_latlng": [35.5951, -82.5515],
    "end_latlng": [], "average_watts": 187.2, "max_watts": 702, "weighted_average_watts": 211, "device_watts": false,
    "average_temp": 0, "average_heartrate": 143.8, "external_id": "garmin_ping_501772209113"})");
}

net::HttpResponse answer(int status, std::vector<std::pair<std::string, std::string>> headers) {
  net::HttpResponse response;
  response.status = status;
  for (auto& [name, value] : headers) {
    response.headers.set(name, value);
  }
  return response;
}

} // namespace

TEST_CASE("an activity of Strava becomes a record with its own values") {
  const Record record = strava::record_of(an_activity(), "Gravel rig", 7);
  CHECK(record.key == RecordKey{"strava", "16402218831"});
  CHECK(format_utc(*record.start) == "2026-10-17T21:04:51Z");
  CHECK(format_wall(*record.start_local) == "2026-10-17T17:04:51");
  CHECK(record.tz == "America/New_York");
  CHECK(record.utc_offset_s == -14400);
  CHECK((record.sport == "cycling" && record.sub_sport == "gravel_cycling" && record.type == "GravelRide"));
  CHECK((record.equipment == "Gravel rig" && record.gear_id == "b11802044"));
  CHECK((record.commute && record.private_ && !record.indoor && !record.manual));
  CHECK(record.source == "garmin");
  CHECK(record.external_ids.empty());
  CHECK(record.totals.avg_temperature_c == 0.0);
  CHECK(record.totals.max_hr == std::nullopt);
  CHECK(record.first == Position{35.5951, -82.5515});
  CHECK_FALSE(record.last.has_value());
  CHECK(record.sketch.size() == 3);
}

TEST_CASE("power that Strava guessed is not taken") {
  json activity = an_activity();
  CHECK_FALSE(strava::record_of(activity, "", 0).totals.avg_power.has_value());
  activity["device_watts"] = true;
  CHECK(strava::record_of(activity, "", 0).totals.normalized_power == 211.0);
}

TEST_CASE("a start that the athlete hides is a day without a time") {
  json activity = an_activity();
  activity["start_date"] = activity["start_date_local"] = "2026-10-17T00:00:01Z";
  const Record record = strava::record_of(activity, "", 0);
  CHECK_FALSE(record.start.has_value());
  CHECK(record.date_only);
  CHECK(format_wall(*record.start_local) == "2026-10-17T00:00:00");
}

TEST_CASE("a start that cannot be read is named and other fields of strange types are absent") {
  json activity = an_activity();
  activity["start_date"] = nullptr;
  CHECK_THROWS_WITH(strava::record_of(activity, "", 0), Catch::Contains("16402218831"));
  const Record record = strava::record_of(
      json::parse(R"({"id": "77", "start_date": "2026-10-17T21:04:51Z", "start_date_local": 5, "name": null,
                      "distance": "far", "map": [], "start_latlng": ["a", 1], "timezone": "(GMT) Nowhere/Land"})"),
      "", 0);
  CHECK(record.key.id == "77");
  CHECK_FALSE(record.totals.distance_m.has_value());
  CHECK_FALSE(record.utc_offset_s.has_value());
  CHECK(record.tz.empty());
}

TEST_CASE("the content of an activity is the same in a list and alone, whatever applause it gets") {
  json alone = an_activity();
  alone["kudos_count"] = 12;
  alone["description"] = "3 x 10 min";
  alone["calories"] = 742.0;
  alone["gear"] = {{"id", "b11802044"}, {"name", "Gravel rig"}};
  alone["map"]["polyline"] = "long";
  CHECK(strava::content_of(alone) == strava::content_of(an_activity()));
  alone["name"] = "Other";
  CHECK(strava::content_of(alone) != strava::content_of(an_activity()));
}

TEST_CASE("an encoded track is decoded and thinned, and nonsense is none") {
  const auto points = strava::sketch_of("_p~iF~ps|U_ulLnnqC_mqNvxq`@");
  REQUIRE(points.size() == 3);
  CHECK(points[0].lat == Approx(38.5));
  CHECK(points[0].lon == Approx(-120.2));
  CHECK(points[2].lat == Approx(43.252));
  CHECK(points[2].lon == Approx(-126.453));
  std::string step;
  for (int i = 0; i < 100; ++i) {
    step += "AA";
  }
  CHECK(strava::sketch_of(step).size() == 32);
  CHECK(strava::sketch_of("").empty());
  CHECK(strava::sketch_of("_p~iF").empty());
  CHECK(strava::sketch_of("~~~~~~~~~~~~~~~~").empty());
  CHECK(strava::sketch_of("\x01\xff").empty());
}

TEST_CASE("both limits of Strava are read, empty parts tell nothing, and a bare refusal lasts to the quarter hour") {
  constexpr EpochSeconds now = 1'792'413'105;
  const auto windows = strava::limits_of(answer(200, {{"X-RateLimit-Limit", "200,2000"},
                                                      {"X-RateLimit-Usage", "8,151"},
                                                      {"X-ReadRateLimit-Limit", "100,1000"},
                                                      {"X-ReadRateLimit-Usage", ","}}),
                                         now);
  REQUIRE(windows.size() == 2);
  CHECK((windows[1].limit == 2000 && windows[1].used == 151));
  CHECK(strava::limits_of(answer(200, {}), now).empty());
  const auto refused = strava::limits_of(answer(429, {}), now);
  REQUIRE(refused.size() == 1);
  CHECK((refused[0].used >= refused[0].limit && refused[0].resets_at > now && refused[0].resets_at % 900 == 0));
  CHECK(strava::limits_of(answer(429, {{"Retry-After", "0"}}), now).empty());
}

TEST_CASE("every sport of Strava but its workout has a sport of ours") {
  for (const char* word : {"AlpineSki",
                           "BackcountrySki",
                           "Badminton",
                           "Basketball",
                           "Canoeing",
                           "Cricket",
                           "Crossfit",
                           "Dance",
                           "EBikeRide",
                           "Elliptical",
                           "EMountainBikeRide",
                           "Golf",
                           "GravelRide",
                           "Handcycle",
                           "HighIntensityIntervalTraining",
                           "Hike",
                           "IceSkate",
                           "InlineSkate",
                           "Kayaking",
                           "Kitesurf",
                           "MountainBikeRide",
                           "NordicSki",
                           "Padel",
                           "PhysicalTherapy",
                           "Pickleball",
                           "Pilates",
                           "Racquetball",
                           "Ride",
                           "RockClimbing",
                           "RollerSki",
                           "Rowing",
                           "Run",
                           "Sail",
                           "Skateboard",
                           "Snowboard",
                           "Snowshoe",
                           "Soccer",
                           "Squash",
                           "StairStepper",
                           "StandUpPaddling",
                           "Surfing",
                           "Swim",
                           "TableTennis",
                           "Tennis",
                           "TrailRun",
                           "Velomobile",
                           "VirtualRide",
                           "VirtualRow",
                           "VirtualRun",
                           "Volleyball",
                           "Walk",
                           "WeightTraining",
                           "Wheelchair",
                           "Windsurf",
                           "Yoga"}) {
    INFO(word);
    CHECK(sport_of_word(word).sport != "generic");
  }
}
