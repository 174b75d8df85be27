// SPDX-License-Identifier: MIT
#include "providers/strava/activity.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "base/timezone.hpp"
#include "model/sport.hpp"
#include "providers/strava/polyline.hpp"
#include "providers/total_fields.hpp"

namespace tracekit::strava {
namespace {

using net::is_set;
using net::number_of;
using net::part_of;
using net::text_of;
using nlohmann::json;

constexpr int largest_offset_s = 18 * 3600;
constexpr WallSeconds day_s = 86400;

/// The fields that lists and single answers have in common and that say something of the workout.
constexpr std::array content_keys{"id",
                                  "name",
                                  "sport_type",
                                  "type",
                                  "start_date",
                                  "start_date_local",
                                  "timezone",
                                  "utc_offset",
                                  "distance",
                                  "moving_time",
                                  "elapsed_time",
                                  "total_elevation_gain",
                                  "average_speed",
                                  "max_speed",
                                  "average_heartrate",
                                  "max_heartrate",
                                  "average_cadence",
                                  "average_watts",
                                  "max_watts",
                                  "weighted_average_watts",
                                  "device_watts",
                                  "average_temp",
                                  "gear_id",
                                  "device_name",
                                  "external_id",
                                  "manual",
                                  "trainer",
                                  "commute",
                                  "private",
                                  "visibility",
                                  "start_latlng",
                                  "end_latlng"};

constexpr std::array total_fields{
    TotalField{"elapsed_time", &Totals::elapsed_s},      TotalField{"moving_time", &Totals::moving_s},
    TotalField{"distance", &Totals::distance_m},         TotalField{"total_elevation_gain", &Totals::ascent_m},
    TotalField{"average_speed", &Totals::avg_speed_mps}, TotalField{"max_speed", &Totals::max_speed_mps},
    TotalField{"average_heartrate", &Totals::avg_hr},    TotalField{"max_heartrate", &Totals::max_hr},
    TotalField{"average_cadence", &Totals::avg_cadence},
};

constexpr std::array power_fields{
    TotalField{"average_watts", &Totals::avg_power},
    TotalField{"max_watts", &Totals::max_power},
    TotalField{"weighted_average_watts", &Totals::normalized_power},
};

Totals totals_of(const json& activity) {
  Totals totals;
  read_totals(totals, activity, total_fields);
  if (is_set(activity, "device_watts")) { // else they are Strava's guess
    read_totals(totals, activity, power_fields);
  }
  totals.avg_temperature_c = number_of(activity, "average_temp");
  return totals;
}

/// `[35.6, -82.5]`; null or empty where there is none.
std::optional<Position> position(const json& activity, const char* key) {
  const json& pair = part_of(activity, key);
  if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number()) {
    return std::nullopt;
  }
  const Position place{pair[0].get<double>(), pair[1].get<double>()};
  return std::abs(place.lat) <= 90 && std::abs(place.lon) <= 180 ? std::optional(place) : std::nullopt;
}

std::string track_of(const json& activity) { return text_of(part_of(activity, "map"), "summary_polyline"); }

/// `(GMT-05:00) America/New_York`: the offset in it is that of winter, so only the name counts.
std::string zone_of(const json& activity) {
  const std::string text = text_of(activity, "timezone");
  const auto blank = text.find(' ');
  const std::string name = text.starts_with('(') && blank != std::string::npos ? text.substr(blank + 1) : text;
  return TimeZone::exists(name) ? name : "";
}

bool is_hidden(const ParsedTime& time) { return time.wall_s % day_s == 1; }

/// The local time is written as if it were UTC. A start that the athlete hides is one second past midnight in both.
void set_times(Record& record, const json& activity) {
  const auto utc = parse_iso_time(text_of(activity, "start_date"));
  const auto local = parse_iso_time(text_of(activity, "start_date_local"));
  if (!utc) {
    throw Error(ErrorKind::provider,
                fmt::format("{}: activity {} has no start that can be read", title, record.key.id));
  }
  record.tz = zone_of(activity);
  if (local && is_hidden(*utc) && is_hidden(*local)) {
    record.date_only = true;
    record.start_local = local->wall_s - 1;
    return;
  }
  record.start = utc->utc_ms() / 1000;
  if (local && std::abs(local->wall_s - *record.start) <= largest_offset_s) {
    record.start_local = local->wall_s;
    record.utc_offset_s = static_cast<int>(local->wall_s - *record.start);
  } else if (!record.tz.empty()) {
    record.start_local = TimeZone(record.tz).to_wall(*record.start);
  }
}

/// The name of the file that was uploaded, or whose service it came from: `garmin_ping_501772209113`. The number is not
/// an id at Garmin Connect.
void set_origin(Record& record, const json& activity) {
  const std::string external = to_lower(text_of(activity, "external_id"));
  if (external.starts_with("garmin_ping_") || external.starts_with("garmin_push_")) {
    record.source = "garmin";
  }
  for (const char* format : {"fit", "gpx", "tcx"}) {
    if (external.ends_with(fmt::format(".{}", format)) || external.ends_with(fmt::format(".{}.gz", format))) {
      record.format = format;
    }
  }
}

} // namespace

std::string content_of(const json& activity) {
  json content = json::object();
  for (const char* key : content_keys) {
    if (const json& value = part_of(activity, key); !value.is_null()) {
      content[key] = value;
    }
  }
  content["track"] = track_of(activity);
  return net::json_text(content);
}

std::string id_of(const json& activity) { return net::id_of(activity, "id"); }

std::string gear_of(const json& activity) { return text_of(activity, "gear_id"); }

std::optional<EpochSeconds> start_of(const json& activity) {
  const auto utc = parse_iso_time(text_of(activity, "start_date"));
  return utc ? std::optional(utc->utc_ms() / 1000) : std::nullopt;
}

std::string day_of(const json& activity) {
  const auto utc = parse_iso_time(text_of(activity, "start_date"));
  const auto local = parse_iso_time(text_of(activity, "start_date_local"));
  return utc && local ? format_date(date_of_wall(local->wall_s)) : "";
}

Record record_of(const json& activity, const std::string& gear_name, EpochSeconds fetched_at) {
  Record record;
  record.key = {provider_id, id_of(activity)};
  record.fetched_at = fetched_at;
  set_times(record, activity);
  set_origin(record, activity);
  const std::string word = text_of(activity, "sport_type");
  record.type = word.empty() ? text_of(activity, "type") : word;
  const Sport sport = sport_of_word(record.type);
  record.sport = sport.sport;
  record.sub_sport = sport.sub_sport;
  record.name = text_of(activity, "name");
  record.gear_id = gear_of(activity);
  record.equipment = record.gear_id.empty() ? "" : gear_name;
  record.totals = totals_of(activity);
  record.first = position(activity, "start_latlng");
  record.last = position(activity, "end_latlng");
  record.sketch = sketch_of(track_of(activity));
  record.device.product = text_of(activity, "device_name");
  record.manual = is_set(activity, "manual");
  record.indoor = is_set(activity, "trainer");
  record.commute = is_set(activity, "commute");
  record.private_ = is_set(activity, "private") || text_of(activity, "visibility") == "only_me";
  return record;
}

} // namespace tracekit::strava
