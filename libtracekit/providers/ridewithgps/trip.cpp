// SPDX-License-Identifier: MIT
#include "providers/ridewithgps/trip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "formats/fit/profile.hpp"
#include "model/sport.hpp"
#include "providers/total_fields.hpp"

namespace tracekit::ridewithgps {
namespace {

using net::integer_of;
using net::is_set;
using net::number_of;
using net::part_of;
using net::text_of;
using nlohmann::json;

constexpr int largest_offset_s = 18 * 3600;
constexpr double mps_per_kmh = 1 / 3.6;
constexpr int visibility_private = 1;
constexpr std::int64_t no_fit_number = 255;

/// What only a trip that was asked for alone has. Some of it is long, and the privacy code is nobody's business.
constexpr std::array detail_keys{"track_points", "course_points", "points_of_interest", "photos",      "user",
                                 "gear",         "metrics",       "privacy_code",       "bounding_box"};

constexpr std::array total_fields{
    TotalField{"duration", &Totals::elapsed_s},
    TotalField{"moving_time", &Totals::moving_s},
    TotalField{"distance", &Totals::distance_m},
    TotalField{"elevation_gain", &Totals::ascent_m},
    TotalField{"elevation_loss", &Totals::descent_m},
    TotalField{"avg_speed", &Totals::avg_speed_mps, mps_per_kmh},
    TotalField{"max_speed", &Totals::max_speed_mps, mps_per_kmh},
    TotalField{"avg_hr", &Totals::avg_hr},
    TotalField{"max_hr", &Totals::max_hr},
    TotalField{"avg_cad", &Totals::avg_cadence},
    TotalField{"max_cad", &Totals::max_cadence},
    TotalField{"avg_watts", &Totals::avg_power},
    TotalField{"max_watts", &Totals::max_power},
    TotalField{"calories", &Totals::calories_kcal},
};

std::optional<Position> position(const json& trip, const char* lat_key, const char* lon_key) {
  const auto lat = number_of(trip, lat_key);
  const auto lon = number_of(trip, lon_key);
  const bool somewhere = lat && lon && std::abs(*lat) <= 90 && std::abs(*lon) <= 180 && (*lat != 0 || *lon != 0);
  return somewhere ? std::optional(Position{*lat, *lon}) : std::nullopt;
}

/// The offset of the place: as it is told, else by its zone, else as the start was written. `Z` tells no place.
std::optional<int> offset_of(const json& trip, const std::string& tz, EpochSeconds start, const ParsedTime& departed) {
  const auto told = integer_of(trip, "utc_offset");
  if (told && std::abs(*told) <= largest_offset_s) {
    return static_cast<int>(*told);
  }
  if (TimeZone::exists(tz)) {
    return TimeZone(tz).offset_s(start);
  }
  return departed.utc_offset_s.value_or(0) != 0 ? departed.utc_offset_s : std::nullopt;
}

void set_times(Record& record, const json& trip) {
  const auto departed = parse_iso_time(text_of(trip, "departed_at"));
  if (!departed) {
    throw Error(ErrorKind::provider, fmt::format("{}: trip {} has no start that can be read", title, record.key.id));
  }
  record.tz = text_of(trip, "time_zone");
  record.start = departed->utc_ms() / 1000;
  record.utc_offset_s = offset_of(trip, record.tz, *record.start, *departed);
  if (record.utc_offset_s) {
    record.start_local = *record.start + *record.utc_offset_s;
  }
  if (const auto updated = parse_iso_time(text_of(trip, "updated_at"))) {
    record.updated_at = updated->utc_ms() / 1000;
  }
}

/// `cycling:gravel` where it is told, else FIT's numbers.
void set_sport(Record& record, const json& trip) {
  record.type = text_of(trip, "activity_type");
  std::string word = record.type;
  std::erase(word, ':');
  Sport sport = sport_of_word(word);
  if (sport.sport == "generic") {
    sport = sport_of_word(record.type.substr(0, record.type.find(':')));
  }
  record.sport = sport.sport;
  record.sub_sport = sport.sub_sport;
  const auto number = integer_of(trip, "fit_sport");
  if (record.sport != "generic" || !number || *number < 0 || *number >= no_fit_number) {
    return;
  }
  const auto sub_number = integer_of(trip, "fit_sub_sport").value_or(0);
  const std::string name = fit::sport_name(*number);
  const std::string sub_name = fit::sub_sport_name(std::clamp<std::int64_t>(sub_number, 0, no_fit_number - 1));
  record.sport = name.starts_with("sport_") ? "generic" : name;
  record.sub_sport = sub_name.starts_with("sub_sport_") || record.sport == "generic" ? "generic" : sub_name;
}

/// A product number means something only beside its manufacturer, which the source tells for Garmin.
void set_device(Record& record, const json& trip) {
  const json& device = part_of(trip, "device");
  record.device.product = device.is_object() ? text_of(device, "name") : text_of(trip, "device");
  const auto product = integer_of(trip, "fit_product");
  if (!product || *product <= 0 || !to_lower(record.source).starts_with("garmin")) {
    return;
  }
  record.device.manufacturer = "garmin";
  record.device.product_number = product;
  if (record.device.product.empty()) {
    record.device.product = fit::garmin_product_name(*product);
  }
}

/// What came by Strava stays under Strava's terms, however the word is spelt here.
std::string source_of(const json& trip) {
  std::string source = text_of(trip, "source_type");
  return to_lower(source).find("strava") != std::string::npos ? "strava" : source;
}

} // namespace

std::string payload_of(const json& trip) {
  json kept = trip;
  if (const std::string gear = gear_id_of(trip); !gear.empty() && !integer_of(trip, "gear_id")) {
    kept["gear_id"] = trip.at("gear").at("id");
  }
  for (const char* key : detail_keys) {
    kept.erase(key);
  }
  for (auto item = kept.begin(); item != kept.end();) {
    item = item->is_null() ? kept.erase(item) : std::next(item);
  }
  return net::json_text(kept);
}

std::string id_of(const json& trip) { return net::id_of(trip, "id"); }

std::vector<std::string> ids_on(const TripPage& page) {
  std::vector<std::string> ids;
  for (const json& trip : page.trips) {
    ids.push_back(id_of(trip));
  }
  return ids;
}

std::string gear_id_of(const json& trip) {
  const auto id = integer_of(trip, "gear_id");
  return id ? std::to_string(*id) : net::id_of(part_of(trip, "gear"), "id");
}

Record record_of(const json& trip, const std::vector<Gear>& gear, EpochSeconds fetched_at) {
  Record record;
  record.key = {provider_id, id_of(trip)};
  record.source = source_of(trip);
  record.fetched_at = fetched_at;
  record.payload_sha256 = sha256_hex(as_bytes(payload_of(trip)));
  set_times(record, trip);
  set_sport(record, trip);
  set_device(record, trip);
  record.name = text_of(trip, "name");
  record.description = text_of(trip, "description");
  read_totals(record.totals, trip, total_fields);
  record.first = position(trip, "first_lat", "first_lng");
  record.last = position(trip, "last_lat", "last_lng");
  record.indoor = is_set(trip, "is_stationary");
  record.manual = record.indoor && !is_set(trip, "is_gps") && !integer_of(trip, "fit_sport");
  record.format = record.manual ? "" : "tcx"; // what it gives, not what it got
  record.commute = record.sub_sport == "commuting";
  record.private_ = integer_of(trip, "visibility") == visibility_private || text_of(trip, "visibility") == "private";
  record.gear_id = gear_id_of(trip);
  const auto own = std::find_if(gear.begin(), gear.end(), [&](const Gear& one) { return one.id == record.gear_id; });
  record.equipment = own == gear.end() ? "" : own->name;
  return record;
}

} // namespace tracekit::ridewithgps
