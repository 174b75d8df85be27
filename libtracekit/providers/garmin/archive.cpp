// SPDX-License-Identifier: MIT
#include "providers/garmin/archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "net/json_fields.hpp"
#include "providers/garmin/activity.hpp"
#include "providers/garmin/activity_type.hpp"
#include "providers/garmin/hosts.hpp"
#include "providers/total_fields.hpp"

namespace tracekit::garmin {
namespace {

using nlohmann::json;

// The archive's own units: centimetres, milliseconds, tenths of a speed, and joules of a sort.
constexpr double centimetre = 0.01;
constexpr double millisecond = 0.001;
constexpr double speed_unit = 10;
constexpr double energy_unit = 1 / 4.19002;

constexpr std::array archived_totals{
    TotalField{"elapsedDuration", &Totals::elapsed_s, millisecond},
    TotalField{"duration", &Totals::timer_s, millisecond},
    TotalField{"movingDuration", &Totals::moving_s, millisecond},
    TotalField{"distance", &Totals::distance_m, centimetre},
    TotalField{"elevationGain", &Totals::ascent_m, centimetre},
    TotalField{"elevationLoss", &Totals::descent_m, centimetre},
    TotalField{"avgSpeed", &Totals::avg_speed_mps, speed_unit},
    TotalField{"maxSpeed", &Totals::max_speed_mps, speed_unit},
    TotalField{"calories", &Totals::calories_kcal, energy_unit},
    TotalField{"avgHr", &Totals::avg_hr},
    TotalField{"maxHr", &Totals::max_hr},
    TotalField{"avgRunCadence", &Totals::avg_cadence},
    TotalField{"maxRunCadence", &Totals::max_cadence},
    TotalField{"avgBikeCadence", &Totals::avg_cadence},
    TotalField{"maxBikeCadence", &Totals::max_cadence},
    TotalField{"avgPower", &Totals::avg_power},
    TotalField{"maxPower", &Totals::max_power},
    TotalField{"normPower", &Totals::normalized_power},
};

std::optional<std::int64_t> seconds_of(const json& activity, const char* key) {
  constexpr double latest_ms = 4e12; // the year 2096
  const auto ms = net::number_of(activity, key);
  return ms && std::abs(*ms) < latest_ms ? std::optional(static_cast<std::int64_t>(std::floor(*ms / 1000)))
                                         : std::nullopt;
}

void set_archived_times(Record& record, const json& activity) {
  constexpr std::int64_t largest_offset_s = 18 * 3600;
  record.start = seconds_of(activity, "startTimeGmt");
  if (!record.start) {
    record.start = seconds_of(activity, "beginTimestamp");
  }
  const auto local = seconds_of(activity, "startTimeLocal"); // the clock on the wall as if it were UTC
  if (record.start && local && std::abs(*local - *record.start) <= largest_offset_s) {
    record.start_local = *local;
    record.utc_offset_s = static_cast<int>(*local - *record.start);
  }
}

Record record_in(const json& activity, const ArchivedGear& gear, EpochSeconds now) {
  Record record;
  record.key = {provider_id, net::id_of(activity, "activityId")};
  record.origin = Origin::archive;
  record.fetched_at = now;
  set_archived_times(record, activity);
  record.type = net::text_of(activity, "activityType");
  if (record.type.empty()) {
    record.type = net::text_of(net::part_of(activity, "activityType"), "typeKey");
  }
  const Sport sport = sport_of_type(record.type, 0);
  record.sport = sport.sport;
  record.sub_sport = sport.sub_sport;
  record.indoor = is_indoor_type(record.type);
  record.name = net::text_of(activity, "name");
  record.description = net::text_of(activity, "description");
  read_totals(record.totals, activity, archived_totals);
  record.totals.max_temperature_c = net::number_of(activity, "maxTemperature");
  record.first = position_of(activity, "startLatitude", "startLongitude");
  record.last = position_of(activity, "endLatitude", "endLongitude");
  record.device.manufacturer = to_lower(net::text_of(activity, "manufacturer"));
  record.device.serial = net::id_of(activity, "deviceId");
  record.parent_id = net::id_of(activity, "parentId");
  record.private_ = net::text_of(activity, "rule") == "private";
  if (const auto equipment = gear.of(record.key.id)) {
    record.equipment = equipment->name;
    record.gear_id = equipment->id;
  }
  return record;
}

const json& member_ignoring_case(const json& object, std::string_view name) {
  static const json none;
  for (const auto& [key, value] : object.items()) {
    if (equals_ignoring_case(key, name)) {
      return value;
    }
  }
  return none;
}

/// Whether a document, from which the activities were taken out, is what held them. An account without any has no part.
bool is_list_of_summaries(const json& document) {
  return document.is_array() && std::all_of(document.begin(), document.end(), [](const json& part) {
           return part.is_object() && member_ignoring_case(part, "summarizedActivitiesExport").is_array();
         });
}

/// Legs wait for each other, so that each can be told its place.
class Legs {
public:
  void add(Record leg) { by_parent_[leg.parent_id].push_back(std::move(leg)); }

  void hand_out(const std::function<void(Record)>& take) {
    for (auto& [parent, legs] : by_parent_) {
      std::stable_sort(legs.begin(), legs.end(), [](const Record& a, const Record& b) { return a.start < b.start; });
      for (std::size_t i = 0; i < legs.size(); ++i) {
        legs[i].part = static_cast<int>(i) + 1;
        take(std::move(legs[i]));
      }
    }
  }

private:
  std::map<std::string, std::vector<Record>> by_parent_;
};

} // namespace

void ArchivedGear::read(ByteView bytes) {
  const json document = json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (!document.is_array() && !document.is_object()) {
    throw Error(ErrorKind::input, "is not the list of equipment of a Garmin archive");
  }
  for (const json& part : document.is_object() ? json::array({document}) : document) {
    if (!part.is_object()) {
      continue;
    }
    const json& gear = member_ignoring_case(part, "gearDTOs");
    for (const json& one : gear.is_array() ? gear : json::array()) {
      const std::vector<Gear> read = gear_in(json::array({one}));
      if (!read.empty()) {
        by_number_[net::id_of(one, "gearPk")] = read.front();
      }
    }
    const json& uses = member_ignoring_case(part, "gearActivityDTOs");
    if (!uses.is_object()) {
      continue;
    }
    for (const auto& [number, activities] : uses.items()) {
      for (const json& activity : activities.is_array() ? activities : json::array()) {
        numbers_.emplace(net::id_of(activity, "activityId"), number);
      }
    }
  }
}

std::optional<Gear> ArchivedGear::of(const std::string& activity_id) const {
  std::vector<Gear> gear;
  const auto [first, last] = numbers_.equal_range(activity_id);
  for (auto number = first; number != last; ++number) {
    if (const auto known = by_number_.find(number->second); known != by_number_.end()) {
      gear.push_back(known->second);
    }
  }
  return equipment_of(gear);
}

std::vector<std::string> read_archived_summaries(std::FILE* file, const ArchivedGear& gear, EpochSeconds now,
                                                 const std::function<void(Record)>& take) {
  constexpr int activity_depth = 3; // [ { "summarizedActivitiesExport": [ {
  std::vector<std::string> problems;
  Legs legs;
  std::uint64_t count = 0;
  // Each activity is handed on and forgotten as soon as it is whole.
  const auto forget = [&](int depth, json::parse_event_t event, json& parsed) {
    if (event != json::parse_event_t::object_end || depth != activity_depth) {
      return true;
    }
    ++count;
    Record record = record_in(parsed, gear, now);
    if (record.key.id.empty() || !record.start) {
      problems.push_back(fmt::format("activity {}: it has no id, or no start that can be read",
                                     record.key.id.empty() ? std::to_string(count) : record.key.id));
    } else if (!record.parent_id.empty()) {
      legs.add(std::move(record));
    } else {
      take(std::move(record));
    }
    return false;
  };
  const json rest = json::parse(file, forget, false);
  if (count == 0 && !is_list_of_summaries(rest)) {
    throw Error(ErrorKind::input, "is not the list of activities of a Garmin archive");
  }
  if (rest.is_discarded()) {
    problems.emplace_back("the list of activities breaks off; what came before was read");
  }
  legs.hand_out(take);
  return problems;
}

} // namespace tracekit::garmin
