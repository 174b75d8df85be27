// SPDX-License-Identifier: MIT
#include "app/inspect.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "formats/decode.hpp"

namespace tracekit::app {
namespace {

using nlohmann::json;

template <typename T> json or_null(const std::optional<T>& value) { return value ? json(*value) : json(nullptr); }

json time_or_null(const std::optional<EpochMillis>& value) {
  return value ? json(format_utc_ms(*value)) : json(nullptr);
}

json position(const std::optional<Position>& value) {
  return value ? json{{"lat", value->lat}, {"lon", value->lon}} : json(nullptr);
}

/// Smallest box around all positions; longitudes are not unwrapped at the date line.
json bounds_of(const Streams& streams) {
  const Channel* lat = streams.find("latitude");
  const Channel* lon = streams.find("longitude");
  if (lat == nullptr || lon == nullptr) {
    return nullptr;
  }
  std::optional<Position> low;
  std::optional<Position> high;
  for (std::size_t i = 0; i < streams.size(); ++i) {
    const auto y = lat->at(i);
    const auto x = lon->at(i);
    if (!y || !x) {
      continue;
    }
    low = low ? Position{std::min(low->lat, *y), std::min(low->lon, *x)} : Position{*y, *x};
    high = high ? Position{std::max(high->lat, *y), std::max(high->lon, *x)} : Position{*y, *x};
  }
  if (!low) {
    return nullptr;
  }
  return {{"min_lat", low->lat}, {"min_lon", low->lon}, {"max_lat", high->lat}, {"max_lon", high->lon}};
}

json totals_json(const Totals& totals) {
  return {{"elapsed_s", or_null(totals.elapsed_s)},
          {"timer_s", or_null(totals.timer_s)},
          {"moving_s", or_null(totals.moving_s)},
          {"distance_m", or_null(totals.distance_m)},
          {"ascent_m", or_null(totals.ascent_m)},
          {"descent_m", or_null(totals.descent_m)},
          {"avg_hr", or_null(totals.avg_hr)},
          {"max_hr", or_null(totals.max_hr)},
          {"avg_cadence", or_null(totals.avg_cadence)},
          {"max_cadence", or_null(totals.max_cadence)},
          {"avg_power", or_null(totals.avg_power)},
          {"max_power", or_null(totals.max_power)},
          {"avg_speed_mps", or_null(totals.avg_speed_mps)},
          {"max_speed_mps", or_null(totals.max_speed_mps)},
          {"calories", or_null(totals.calories_kcal)}};
}

json session_json(const Recording& recording) {
  json out = totals_json(recording.totals);
  out["sport"] = recording.sport;
  out["sub_sport"] = recording.sub_sport;
  out["name"] = recording.name;
  out["start_time"] = time_or_null(recording.start_ms);
  out["utc_offset_s"] = or_null(recording.utc_offset_s);
  out["records"] = recording.streams.size();
  out["laps"] = recording.laps.size();
  out["lengths"] = recording.lengths.size();
  out["pool_length_m"] = or_null(recording.pool_length_m);
  out["first"] = position(recording.first);
  out["last"] = position(recording.last);
  out["bounds"] = bounds_of(recording.streams);
  return out;
}

json lap_json(const Lap& lap) {
  json out = totals_json(lap.totals);
  out["start_time"] = time_or_null(lap.start_ms);
  out["trigger"] = lap.trigger;
  out["intensity"] = lap.intensity;
  return out;
}

json device_json(const Device& device) {
  return {{"manufacturer", device.manufacturer},
          {"product", device.product},
          {"product_number", or_null(device.product_number)},
          {"serial", device.serial},
          {"software", device.software}};
}

} // namespace

Inspection inspect(const std::filesystem::path& path) {
  const Bytes bytes = read_file(path);
  return {path.string(), sha256_hex(bytes), decode_file(bytes, path.filename().string())};
}

json to_json(const Inspection& inspection) {
  const ActivityFile& file = inspection.file;
  json out = {{"path", inspection.path},
              {"format", file.format},
              {"container", file.container},
              {"file_type", file.file_type},
              {"readable", true},
              {"damaged", !file.damage.empty()},
              {"damage", file.damage},
              {"warnings", file.warnings},
              {"sha256", inspection.sha256},
              {"sessions", json::array()},
              {"laps", json::array()},
              {"device", device_json(file.device)},
              {"channels", json::array()},
              {"developer_fields", json::array()},
              {"message_counts", json::object()}};
  for (const Recording& recording : file.recordings) {
    out["sessions"].push_back(session_json(recording));
    for (const Lap& lap : recording.laps) {
      out["laps"].push_back(lap_json(lap));
    }
  }
  for (const ChannelSummary& channel : summarize_channels(file.recordings)) {
    out["channels"].push_back({{"name", channel.name},
                               {"unit", channel.unit},
                               {"developer", channel.developer},
                               {"count", channel.count},
                               {"min", channel.min},
                               {"max", channel.max},
                               {"avg", channel.avg}});
  }
  for (const DeveloperField& field : file.developer_fields) {
    out["developer_fields"].push_back({{"name", field.name}, {"unit", field.unit}});
  }
  for (const auto& [number, count] : file.message_counts) {
    out["message_counts"][std::to_string(number)] = count;
  }
  return out;
}

} // namespace tracekit::app
