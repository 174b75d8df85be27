// SPDX-License-Identifier: MIT
// One workout as every provider writes its time: local without a zone, UTC, with an offset, or with a zone's name. All
// of them are the same second, and it belongs to the month of the place where it happened.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/record.hpp"
#include "providers/garmin/activity.hpp"
#include "providers/intervalsicu/activity.hpp"
#include "providers/ridewithgps/trip.hpp"
#include "providers/strava/activity.hpp"

using namespace tracekit;
using nlohmann::json;

namespace {

constexpr EpochSeconds now = 1'760'000'000;

/// The athlete lives in Zürich.
const TimeZone& home() {
  static const TimeZone zone("Europe/Zurich");
  return zone;
}

struct Moment {
  const char* what;
  const char* utc;   ///< `2025-01-15T06:30:00`
  const char* local; ///< at the place
  const char* zone;
  int offset_s;
  const char* month; ///< of the place
};

const std::vector<Moment> moments{
    {"winter at home", "2025-01-15T06:30:00", "2025-01-15T07:30:00", "Europe/Zurich", 3600, "2025-01"},
    {"summer at home", "2025-07-15T05:30:00", "2025-07-15T07:30:00", "Europe/Zurich", 7200, "2025-07"},
    {"the hour that comes twice", "2025-10-26T01:30:00", "2025-10-26T02:30:00", "Europe/Zurich", 3600, "2025-10"},
    {"far in the west, the evening before", "2025-08-01T05:10:00", "2025-07-31T22:10:00", "America/Los_Angeles", -25200,
     "2025-07"},
    {"far in the east, the morning after", "2025-07-31T20:10:00", "2025-08-01T08:10:00", "Pacific/Auckland", 43200,
     "2025-08"},
    {"a zone of quarters of hours", "2025-03-31T18:30:00", "2025-04-01T00:15:00", "Asia/Kathmandu", 20700, "2025-04"},
    {"the last second of a year", "2025-12-31T23:59:59", "2026-01-01T00:59:59", "Europe/Zurich", 3600, "2026-01"},
};

Record at_strava(const Moment& m) {
  // The local time pretends to be UTC, and the offset in the zone's words is that of winter.
  return strava::record_of({{"id", 1},
                            {"start_date", std::string(m.utc) + "Z"},
                            {"start_date_local", std::string(m.local) + "Z"},
                            {"timezone", fmt::format("(GMT+00:00) {}", m.zone)},
                            {"utc_offset", static_cast<double>(m.offset_s)},
                            {"sport_type", "Run"}},
                           "", now);
}

Record at_intervals(const Moment& m, bool tells_utc) {
  json activity = {{"id", "i1"}, {"start_date_local", m.local}, {"timezone", m.zone}, {"type", "Run"}};
  if (tells_utc) {
    activity["start_date"] = std::string(m.utc) + "Z";
  }
  return intervalsicu::record_of(activity, {}, home(), now);
}

Record at_ridewithgps(const Moment& m, const std::string& departed) {
  return ridewithgps::record_of(
      {{"id", 1}, {"departed_at", departed}, {"time_zone", m.zone}, {"utc_offset", m.offset_s}, {"fit_sport", 1}}, {},
      now);
}

Record at_garmin(const Moment& m) {
  const auto with_blank = [](std::string time) {
    time[10] = ' ';
    return time;
  };
  const json activity = {{"activityId", 1},
                         {"startTimeGMT", with_blank(m.utc)},
                         {"startTimeLocal", with_blank(m.local)},
                         {"activityType", {{"typeKey", "running"}, {"parentTypeId", 17}}}};
  return garmin::record_of(garmin::listed_form(activity), {}, now);
}

std::string offset_text(int offset_s) {
  const int minutes = std::abs(offset_s) / 60;
  return fmt::format("{}{:02}:{:02}", offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

} // namespace

TEST_CASE("the same workout begins at the same second wherever it comes from") {
  for (const Moment& moment : moments) {
    const EpochSeconds second = parse_iso_time(std::string(moment.utc) + "Z")->utc_ms() / 1000;
    const std::vector<std::pair<const char*, Record>> records{
        {"Garmin Connect", at_garmin(moment)},
        {"Strava", at_strava(moment)},
        {"Intervals.icu", at_intervals(moment, true)},
        {"Ride with GPS in UTC", at_ridewithgps(moment, std::string(moment.utc) + "Z")},
        {"Ride with GPS with an offset", at_ridewithgps(moment, moment.local + offset_text(moment.offset_s))},
    };
    for (const auto& [where, record] : records) {
      CAPTURE(moment.what, where);
      CHECK(record.start == second);
      CHECK(format_wall(local_start(record, home()).value_or(0)) == moment.local);
      CHECK(Month::of(local_date(record, home()).value()).text() == moment.month);
    }
  }
}

TEST_CASE("where only the time of the place is told, its zone makes the second of it") {
  for (const Moment& moment : moments) {
    CAPTURE(moment.what);
    const Record record = at_intervals(moment, false);
    const EpochSeconds second = parse_iso_time(std::string(moment.utc) + "Z")->utc_ms() / 1000;
    const bool twice = std::string(moment.what) == "the hour that comes twice";
    CHECK(std::abs(record.start.value() - second) == (twice ? 3600 : 0)); // the first of both is taken
    CHECK(Month::of(local_date(record, home()).value()).text() == moment.month);
  }
}
