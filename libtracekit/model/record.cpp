// SPDX-License-Identifier: MIT
#include "model/record.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "base/timezone.hpp"
#include "model/sport.hpp"

namespace tracekit {
namespace {

constexpr std::array<std::pair<Origin, std::string_view>, 4> origins = {
    {{Origin::api, "api"}, {Origin::archive, "archive"}, {Origin::file, "file"}, {Origin::load, "load"}}};

constexpr std::size_t sketch_points = 32;

/// Metres on a plane that touches the sphere here: enough for spacing the points of a sketch.
double step_m(Position a, Position b) {
  constexpr double metres_per_degree = 111195.0;
  const double north = (b.lat - a.lat) * metres_per_degree;
  double turn = b.lon - a.lon;
  turn -= 360.0 * std::round(turn / 360.0);
  const double east = turn * metres_per_degree * std::cos((a.lat + b.lat) / 2 * std::numbers::pi / 180.0);
  return std::hypot(north, east);
}

std::vector<Position> positions_of(const Streams& streams) {
  const Channel* lat = streams.find("latitude");
  const Channel* lon = streams.find("longitude");
  std::vector<Position> track;
  if (lat == nullptr || lon == nullptr) {
    return track;
  }
  const std::size_t count = std::min(lat->values.size(), lon->values.size());
  track.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto north = lat->at(i);
    const auto east = lon->at(i);
    if (north && east && std::abs(*north) <= 90 && std::abs(*east) <= 180) {
      track.push_back({*north, *east});
    }
  }
  return track;
}

/// Points at equal distances along the track, so that the sampling rate of a device does not show.
std::vector<Position> sketch_of(const std::vector<Position>& track) {
  if (track.size() <= sketch_points) {
    return track;
  }
  std::vector<double> walked(track.size());
  for (std::size_t i = 1; i < track.size(); ++i) {
    walked[i] = walked[i - 1] + step_m(track[i - 1], track[i]);
  }
  std::vector<Position> sketch{track.front()};
  sketch.reserve(sketch_points);
  for (std::size_t i = 1; i + 1 < track.size() && sketch.size() + 1 < sketch_points; ++i) {
    if (walked[i] >= walked.back() * static_cast<double>(sketch.size()) / static_cast<double>(sketch_points - 1)) {
      sketch.push_back(track[i]);
    }
  }
  sketch.push_back(track.back());
  return sketch;
}

bool says_indoor(const Recording& recording) {
  constexpr std::array<std::string_view, 6> words = {"treadmill",        "spin",       "lap_swimming",
                                                     "virtual_activity", "elliptical", "stair_climbing"};
  return recording.sub_sport.starts_with("indoor") ||
         std::find(words.begin(), words.end(), recording.sub_sport) != words.end() ||
         is_indoor_sport(recording.sport, recording.sub_sport);
}

} // namespace

std::string_view to_string(Origin origin) {
  const auto* found = std::find_if(origins.begin(), origins.end(), [&](const auto& o) { return o.first == origin; });
  return found == origins.end() ? "api" : found->second;
}

std::optional<Origin> origin_of(std::string_view text) {
  const auto* found = std::find_if(origins.begin(), origins.end(), [&](const auto& o) { return o.second == text; });
  return found == origins.end() ? std::nullopt : std::optional(found->first);
}

std::optional<WallSeconds> local_start(const Record& record, const TimeZone& home) {
  if (record.start_local) {
    return record.start_local;
  }
  if (!record.start) {
    return std::nullopt;
  }
  if (record.utc_offset_s) {
    return *record.start + *record.utc_offset_s;
  }
  if (!record.tz.empty() && TimeZone::exists(record.tz)) {
    return TimeZone(record.tz).to_wall(*record.start);
  }
  return home.to_wall(*record.start);
}

std::optional<Date> local_date(const Record& record, const TimeZone& home) {
  const auto wall = local_start(record, home);
  return wall ? std::optional(date_of_wall(*wall)) : std::nullopt;
}

Record record_of(const Recording& recording, std::string_view provider, std::string_view sha256, std::size_t session) {
  Record record;
  record.key = {std::string(provider), session == 0 ? std::string(sha256) : fmt::format("{}#{}", sha256, session)};
  record.origin = Origin::file;
  if (recording.start_ms) {
    // Rounds down before 1970 as well.
    record.start = *recording.start_ms / 1000 - (*recording.start_ms % 1000 < 0 ? 1 : 0);
    if (recording.utc_offset_s) {
      record.start_local = *record.start + *recording.utc_offset_s;
    }
  }
  record.utc_offset_s = recording.utc_offset_s;
  record.sport = recording.sport;
  record.sub_sport = recording.sub_sport;
  record.type = recording.provider_sport;
  record.name = recording.name;
  record.description = recording.description;
  record.totals = recording.totals;
  const std::vector<Position> track = positions_of(recording.streams);
  record.sketch = sketch_of(track);
  record.first = recording.first;
  record.last = recording.last;
  if (!track.empty()) {
    record.first = recording.first ? recording.first : track.front();
    record.last = recording.last ? recording.last : track.back();
  }
  record.device = recording.device;
  record.file_id = recording.file_id;
  record.indoor = says_indoor(recording);
  record.payload_sha256 = std::string(sha256);
  return record;
}

} // namespace tracekit
