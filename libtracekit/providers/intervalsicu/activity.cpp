// SPDX-License-Identifier: MIT
#include "providers/intervalsicu/activity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "model/sport.hpp"
#include "providers/total_fields.hpp"

namespace tracekit::intervalsicu {
namespace {

using net::is_set;
using net::number_of;
using net::part_of;
using net::text_of;
using nlohmann::json;

constexpr std::string_view strava_source = "STRAVA";
constexpr std::string_view manual_source = "MANUAL";
constexpr int largest_offset_s = 18 * 3600;

constexpr std::array total_fields{
    TotalField{"elapsed_time", &Totals::elapsed_s},
    TotalField{"icu_recording_time", &Totals::timer_s},
    TotalField{"moving_time", &Totals::moving_s},
    TotalField{"distance", &Totals::distance_m},
    TotalField{"total_elevation_gain", &Totals::ascent_m},
    TotalField{"total_elevation_loss", &Totals::descent_m},
    TotalField{"average_speed", &Totals::avg_speed_mps},
    TotalField{"max_speed", &Totals::max_speed_mps},
    TotalField{"average_heartrate", &Totals::avg_hr},
    TotalField{"max_heartrate", &Totals::max_hr},
    TotalField{"average_cadence", &Totals::avg_cadence},
    TotalField{"icu_average_watts", &Totals::avg_power},
    TotalField{"icu_weighted_avg_watts", &Totals::normalized_power},
    TotalField{"calories", &Totals::calories_kcal},
};

Totals totals_of(const json& activity) {
  Totals totals;
  read_totals(totals, activity, total_fields);
  totals.avg_temperature_c = number_of(activity, "average_temp");
  totals.max_temperature_c = number_of(activity, "max_temp");
  return totals;
}

/// Services whose `external_id` is their own id of the workout. What others put there may be anything, such as a file
/// name that two workouts share.
struct Upstream {
  std::string_view source;
  std::string_view provider;
};

constexpr std::array upstreams{
    Upstream{"GARMIN_CONNECT", "garmin"}, Upstream{"WAHOO", "wahoo"}, Upstream{"POLAR", "polar"},
    Upstream{"SUUNTO", "suunto"},         Upstream{"COROS", "coros"}, Upstream{"ZWIFT", "zwift"},
    Upstream{"CONCEPT2", "concept2"},
};

std::vector<ExternalId> external_ids_of(const json& activity, bool stub) {
  std::vector<ExternalId> ids;
  const std::string source = text_of(activity, "source");
  const std::string external = text_of(activity, "external_id");
  const auto* upstream =
      std::find_if(upstreams.begin(), upstreams.end(), [&](const Upstream& one) { return one.source == source; });
  if (upstream != upstreams.end() && !external.empty()) {
    ids.push_back({std::string(upstream->provider), external});
  }
  if (const std::string strava = stub ? id_of(activity) : text_of(activity, "strava_id"); !strava.empty()) {
    ids.push_back({"strava", strava});
  }
  return ids;
}

/// UTC where it is told; else from the wall clock in the activity's zone, else at home.
void set_times(Record& record, const json& activity, const TimeZone& home) {
  const auto local = parse_iso_time(text_of(activity, "start_date_local"));
  const auto utc = parse_iso_time(text_of(activity, "start_date"));
  if (!local && !utc) {
    throw Error(ErrorKind::provider,
                fmt::format("{}: activity {} has no start that can be read", title, record.key.id));
  }
  record.tz = text_of(activity, "timezone");
  const TimeZone zone = TimeZone::exists(record.tz) ? TimeZone(record.tz) : home;
  record.start = utc ? utc->utc_ms() / 1000 : zone.to_utc(local->wall_s);
  record.start_local = local ? local->wall_s : zone.to_wall(*record.start);
  const std::int64_t offset = *record.start_local - *record.start;
  if (utc && std::abs(offset) <= largest_offset_s) {
    record.utc_offset_s = static_cast<int>(offset);
  }
}

void set_gear(Record& record, const json& activity, const std::vector<Gear>& gear) {
  if (!has_gear(activity)) {
    return;
  }
  record.gear_id = text_of(activity.at("gear"), "id");
  record.equipment = text_of(activity.at("gear"), "name");
  for (const Gear& one : gear) {
    if (one.id == record.gear_id) {
      record.equipment = one.name;
    }
  }
}

} // namespace

std::string payload_of(const json& activity) {
  json kept = activity;
  if (const auto gear = kept.find("gear"); gear != kept.end() && gear->is_object()) {
    *gear = json{{"id", gear->contains("id") ? gear->at("id") : json(nullptr)}}; // only single answers name it
  }
  for (auto item = kept.begin(); item != kept.end();) {
    item = item->is_null() ? kept.erase(item) : std::next(item);
  }
  return net::json_text(kept);
}

std::string id_of(const json& activity) { return text_of(activity, "id"); }

std::string day_of(const json& activity) {
  const auto local = parse_iso_time(text_of(activity, "start_date_local"));
  return local ? format_date(date_of_wall(local->wall_s)) : "";
}

bool has_gear(const json& activity) { return !text_of(part_of(activity, "gear"), "id").empty(); }

Record record_of(const json& activity, const std::vector<Gear>& gear, const TimeZone& home, EpochSeconds fetched_at) {
  Record record;
  record.key = {provider_id, id_of(activity)};
  record.source = text_of(activity, "source");
  record.type = text_of(activity, "type");
  record.stub = record.source == strava_source && record.type.empty();
  record.fetched_at = fetched_at;
  record.payload_sha256 = sha256_hex(as_bytes(payload_of(activity)));
  set_times(record, activity, home);
  record.external_ids = external_ids_of(activity, record.stub);
  if (record.stub) {
    return record;
  }
  const Sport sport = sport_of_word(record.type);
  record.sport = sport.sport;
  record.sub_sport = sport.sub_sport;
  record.name = text_of(activity, "name");
  record.description = text_of(activity, "description");
  record.totals = totals_of(activity);
  record.device.product = text_of(activity, "device_name");
  record.format = text_of(activity, "file_type");
  record.manual = record.source == manual_source;
  record.indoor = is_set(activity, "trainer");
  record.commute = is_set(activity, "commute");
  if (const auto changed = parse_iso_time(text_of(activity, "icu_sync_date"))) {
    record.updated_at = changed->utc_ms() / 1000;
  }
  set_gear(record, activity, gear);
  return record;
}

std::string gear_kind(const Record& record) {
  struct Kind {
    std::string_view family;
    const char* kind;
  };
  constexpr std::array kinds{Kind{"cycling", "Bike"}, Kind{"running", "Shoes"}, Kind{"walking", "Shoes"},
                             Kind{"nordic", "Skis"},  Kind{"alpine", "Skis"},   Kind{"paddling", "Boat"}};
  const std::string_view family = sport_family(record.sport, record.sub_sport);
  const auto* found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& one) { return one.family == family; });
  return found == kinds.end() ? "Equipment" : found->kind;
}

} // namespace tracekit::intervalsicu
