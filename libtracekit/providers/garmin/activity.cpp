// SPDX-License-Identifier: MIT
#include "providers/garmin/activity.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "net/json_fields.hpp"
#include "providers/garmin/activity_type.hpp"
#include "providers/garmin/hosts.hpp"
#include "providers/total_fields.hpp"

namespace tracekit::garmin {
namespace {

using nlohmann::json;

constexpr int largest_offset_s = 18 * 3600;
constexpr const char* alone = "summaryDTO"; ///< only an activity that is shown alone has it

/// A number of lists, how it is called in an activity's own answer, and the digits that both have.
struct NumberName {
  const char* listed;
  const char* alone;
  double per_unit = 1000;
};

constexpr std::array numbers{
    NumberName{"distance", "distance", 100},
    NumberName{"duration", "duration"},
    NumberName{"movingDuration", "movingDuration"},
    NumberName{"elapsedDuration", "elapsedDuration"},
    NumberName{"elevationGain", "elevationGain"},
    NumberName{"elevationLoss", "elevationLoss"},
    NumberName{"averageSpeed", "averageSpeed"},
    NumberName{"maxSpeed", "maxSpeed"},
    NumberName{"calories", "calories"},
    NumberName{"averageHR", "averageHR"},
    NumberName{"maxHR", "maxHR"},
    NumberName{"averageRunningCadenceInStepsPerMinute", "averageRunCadence"},
    NumberName{"maxRunningCadenceInStepsPerMinute", "maxRunCadence"},
    NumberName{"averageBikingCadenceInRevPerMinute", "averageBikeCadence"}, // the latter is unverified
    NumberName{"maxBikingCadenceInRevPerMinute", "maxBikeCadence"},         // so is this
    NumberName{"avgPower", "averagePower"},
    NumberName{"maxPower", "maxPower"},
    NumberName{"normPower", "normalizedPower"},
    NumberName{"maxTemperature", "maxTemperature"},
    NumberName{"startLatitude", "startLatitude", 1e7},
    NumberName{"startLongitude", "startLongitude", 1e7},
    NumberName{"endLatitude", "endLatitude", 1e7},
    NumberName{"endLongitude", "endLongitude", 1e7},
};

void copy_text(json& to, const char* key, const std::string& text) {
  if (!text.empty()) {
    to[key] = text;
  }
}

/// `2026-05-17 07:12:05` and `2026-05-17T07:12:05.0` are the same; what is no time stays as it is.
std::string plain_time(const std::string& text) {
  const auto time = parse_iso_time(text);
  return time ? format_wall(time->wall_s) : text;
}

std::string start_text(const json& shown, const json& summary) {
  const std::string text = net::text_of(summary, "startTimeGMT");
  const auto begin_ms = net::number_of(shown, "beginTimestamp");
  constexpr double latest_ms = 4e12; // the year 2096
  return text.empty() && begin_ms && std::abs(*begin_ms) < latest_ms
             ? format_wall(static_cast<WallSeconds>(std::floor(*begin_ms / 1000)))
             : plain_time(text);
}

constexpr double legs = 2; ///< running cadence counts the steps of both

constexpr std::array total_fields{
    TotalField{"elapsedDuration", &Totals::elapsed_s},
    TotalField{"duration", &Totals::timer_s},
    TotalField{"movingDuration", &Totals::moving_s},
    TotalField{"distance", &Totals::distance_m},
    TotalField{"elevationGain", &Totals::ascent_m},
    TotalField{"elevationLoss", &Totals::descent_m},
    TotalField{"averageSpeed", &Totals::avg_speed_mps},
    TotalField{"maxSpeed", &Totals::max_speed_mps},
    TotalField{"calories", &Totals::calories_kcal},
    TotalField{"averageHR", &Totals::avg_hr},
    TotalField{"maxHR", &Totals::max_hr},
    TotalField{"averageRunningCadenceInStepsPerMinute", &Totals::avg_cadence, 1 / legs},
    TotalField{"maxRunningCadenceInStepsPerMinute", &Totals::max_cadence, 1 / legs},
    TotalField{"averageBikingCadenceInRevPerMinute", &Totals::avg_cadence},
    TotalField{"maxBikingCadenceInRevPerMinute", &Totals::max_cadence},
    TotalField{"avgPower", &Totals::avg_power},
    TotalField{"maxPower", &Totals::max_power},
    TotalField{"normPower", &Totals::normalized_power},
};

Totals totals_of(const json& activity) {
  Totals totals;
  read_totals(totals, activity, total_fields);
  totals.max_temperature_c = net::number_of(activity, "maxTemperature");
  return totals;
}

/// The instant is that of UTC; the local time only tells how far from it the clock stood.
void set_times(Record& record, const json& activity) {
  record.start = start_of(activity);
  if (!record.start) {
    throw Error(ErrorKind::provider,
                fmt::format("{}: activity {} has no start that can be read", title, record.key.id));
  }
  const auto local = parse_iso_time(net::text_of(activity, "startTimeLocal"));
  if (local && std::abs(local->wall_s - *record.start) <= largest_offset_s) {
    record.start_local = local->wall_s;
    record.utc_offset_s = static_cast<int>(local->wall_s - *record.start);
  }
}

} // namespace

std::optional<Position> position_of(const json& activity, const char* lat, const char* lon) {
  const auto latitude = net::number_of(activity, lat);
  const auto longitude = net::number_of(activity, lon);
  const bool on_earth = latitude && longitude && std::abs(*latitude) <= 90 && std::abs(*longitude) <= 180;
  return on_earth ? std::optional(Position{*latitude, *longitude}) : std::nullopt;
}

json listed_form(const json& shown) {
  const bool is_alone = shown.is_object() && shown.contains(alone);
  const json& summary = is_alone ? net::part_of(shown, alone) : shown;
  const json& metadata = is_alone ? net::part_of(shown, "metadataDTO") : shown;
  const json& type = net::part_of(shown, is_alone ? "activityTypeDTO" : "activityType");
  json form = json::object();
  copy_text(form, "activityId", net::id_of(shown, "activityId"));
  copy_text(form, "parentId", net::id_of(shown, "parentId"));
  copy_text(form, "ownerId", net::id_of(shown, is_alone ? "userProfileId" : "ownerId"));
  copy_text(form, "deviceId", net::id_of(is_alone ? net::part_of(metadata, "deviceMetaDataDTO") : shown, "deviceId"));
  copy_text(form, "activityType", net::text_of(type, "typeKey"));
  copy_text(form, "parentType", net::id_of(type, "parentTypeId"));
  copy_text(form, "privacy",
            net::text_of(net::part_of(shown, is_alone ? "accessControlRuleDTO" : "privacy"), "typeKey"));
  copy_text(form, "startTimeGMT", start_text(shown, summary));
  copy_text(form, "startTimeLocal", plain_time(net::text_of(summary, "startTimeLocal")));
  for (const char* key : {"activityName", "description", "locationName"}) {
    copy_text(form, key, net::text_of(shown, key));
  }
  copy_text(form, "manufacturer", net::text_of(metadata, "manufacturer"));
  if (net::is_set(metadata, "manualActivity")) {
    form["manualActivity"] = true;
  }
  for (const NumberName& name : numbers) {
    if (const auto value = net::number_of(summary, is_alone ? name.alone : name.listed)) {
      form[name.listed] = std::round(*value * name.per_unit) / name.per_unit;
    }
  }
  return form;
}

std::vector<std::string> legs_in(const json& shown) {
  std::vector<std::string> legs;
  const json& ids = net::part_of(net::part_of(shown, "metadataDTO"), "childIds");
  for (const json& id : ids.is_array() ? ids : json::array()) {
    if (id.is_number_integer()) {
      legs.push_back(id.dump());
    }
  }
  return legs;
}

std::string id_of(const json& activity) { return net::text_of(activity, "activityId"); }
std::string parent_of(const json& activity) { return net::text_of(activity, "parentId"); }
std::string device_of(const json& activity) { return net::text_of(activity, "deviceId"); }
std::string owner_of(const json& activity) { return net::text_of(activity, "ownerId"); }

std::optional<EpochSeconds> start_of(const json& activity) {
  const auto utc = parse_iso_time(net::text_of(activity, "startTimeGMT"));
  return utc ? std::optional(utc->wall_s) : std::nullopt;
}

std::string day_of(const json& activity) {
  const auto utc = start_of(activity);
  const auto local = parse_iso_time(net::text_of(activity, "startTimeLocal"));
  return utc ? format_date(date_of_wall(local ? local->wall_s : *utc)) : "";
}

std::string payload_of(const json& activity) { return net::json_text(activity); }

Record record_of(const json& activity, const Related& related, EpochSeconds fetched_at) {
  Record record;
  record.key = {provider_id, id_of(activity)};
  record.fetched_at = fetched_at;
  record.payload_sha256 = sha256_hex(as_bytes(payload_of(activity)));
  set_times(record, activity);
  record.type = net::text_of(activity, "activityType");
  const Sport sport = sport_of_type(record.type, parse_integer(net::text_of(activity, "parentType")).value_or(0));
  record.sport = sport.sport;
  record.sub_sport = sport.sub_sport;
  record.indoor = is_indoor_type(record.type);
  record.name = net::text_of(activity, "activityName");
  record.description = net::text_of(activity, "description");
  record.totals = totals_of(activity);
  record.first = position_of(activity, "startLatitude", "startLongitude");
  record.last = position_of(activity, "endLatitude", "endLongitude");
  record.equipment = related.equipment;
  record.gear_id = related.gear_id;
  record.device.manufacturer = to_lower(net::text_of(activity, "manufacturer"));
  record.device.product = related.device;
  record.device.serial = device_of(activity); // the number of the unit, which FIT files carry too (unverified)
  record.parent_id = parent_of(activity);
  record.part = related.part;
  record.manual = net::is_set(activity, "manualActivity");
  record.private_ = net::text_of(activity, "privacy") == "private";
  return record;
}

} // namespace tracekit::garmin
