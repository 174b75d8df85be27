// SPDX-License-Identifier: MIT
#include "formats/fit/recordings.hpp"

#include "formats/fit/pauses.hpp"
#include "formats/fit/profile.hpp"
#include "formats/fit/session_split.hpp"

namespace tracekit::fit {
namespace {

constexpr double north_pole_deg = 90;

void set_sport(Recording& recording, std::optional<std::int64_t> sport, std::optional<std::int64_t> sub_sport) {
  if (sport) {
    recording.sport = sport_name(*sport);
  }
  if (sub_sport) {
    recording.sub_sport = sub_sport_name(*sub_sport);
  }
}

Recording from_session(const SessionMessage& session, const Part& part, const PartClock& clock) {
  Recording recording;
  const bool is_same_sport = !session.sport || session.sport == part.sport;
  set_sport(recording, session.sport ? session.sport : part.sport,
            session.sub_sport || !is_same_sport ? session.sub_sport : part.sub_sport);
  recording.start_ms = clock.utc_ms(session.start);
  recording.totals = session.totals;
  recording.pool_length_m = session.pool_length_m;
  recording.name = part.course_name;
  return recording;
}

Recording without_session(const Part& part) {
  Recording recording;
  if (part.sport) {
    set_sport(recording, part.sport, part.sub_sport);
  } else if (!part.laps.empty()) {
    set_sport(recording, part.laps.front().sport, part.laps.front().sub_sport);
  }
  recording.name = part.course_name;
  return recording;
}

void add_laps(std::vector<Recording>& recordings, Part& part, const PartClock& clock, const SessionSplit& split) {
  for (std::size_t i = 0; i < part.laps.size(); ++i) {
    LapMessage& message = part.laps[i];
    Lap lap;
    lap.start_ms = clock.utc_ms(message.start);
    lap.totals = message.totals;
    lap.trigger = std::move(message.trigger);
    lap.intensity = std::move(message.intensity);
    recordings[split.of_lap(i)].laps.push_back(std::move(lap));
  }
  for (LengthMessage& message : part.lengths) {
    PoolLength length = std::move(message.length);
    length.start_ms = clock.utc_ms(message.start);
    const auto when = message.start ? message.start : message.end;
    recordings[split.of_time(clock.utc_ms(when))].lengths.push_back(std::move(length));
  }
}

std::optional<Position> position_at(const Channel& latitude, const Channel& longitude, std::size_t sample) {
  const auto lat = latitude.at(sample);
  const auto lon = longitude.at(sample);
  const bool is_position = lat && lon && (*lat != 0 || *lon != 0) && *lat >= -north_pole_deg && *lat <= north_pole_deg;
  return is_position ? std::optional(Position{*lat, *lon}) : std::nullopt;
}

void set_ends(Recording& recording) {
  const Streams& streams = recording.streams;
  const Channel* latitude = streams.find("latitude");
  const Channel* longitude = streams.find("longitude");
  if (latitude == nullptr || longitude == nullptr) {
    return;
  }
  for (std::size_t i = 0; i < streams.size() && !recording.first; ++i) {
    recording.first = position_at(*latitude, *longitude, i);
  }
  for (std::size_t i = streams.size(); i > 0 && !recording.last; --i) {
    recording.last = position_at(*latitude, *longitude, i - 1);
  }
}

} // namespace

std::vector<Recording> make_recordings(Part& part, const PartClock& clock) {
  std::vector<Recording> recordings;
  if (part.sessions.empty() && part.time_ms.empty()) {
    return recordings;
  }
  for (const SessionMessage& session : part.sessions) {
    recordings.push_back(from_session(session, part, clock));
  }
  if (recordings.empty()) {
    recordings.push_back(without_session(part));
  }
  const SessionSplit split(part, clock);
  add_laps(recordings, part, clock, split);
  const std::vector<std::size_t> resumed = resumed_rows(part, clock);
  std::vector<Streams> streams = split.streams(std::move(part.time_ms), std::move(part.channels), resumed);
  for (std::size_t i = 0; i < recordings.size(); ++i) {
    recordings[i].streams = std::move(streams[i]);
    recordings[i].utc_offset_s = clock.utc_offset_s();
    set_ends(recordings[i]);
  }
  return recordings;
}

} // namespace tracekit::fit
