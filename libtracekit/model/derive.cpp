// SPDX-License-Identifier: MIT
#include "model/derive.hpp"

#include <algorithm>

#include "model/columns.hpp"
#include "model/elevation.hpp"
#include "model/motion.hpp"

namespace tracekit {
namespace {

/// Sets what is absent, never what the file gave.
void fill(std::optional<double>& target, std::optional<double> value) {
  if (!target) {
    target = value;
  }
}

void derive_ends(Recording& recording) {
  const Streams& streams = recording.streams;
  const Channel* latitude = streams.find("latitude");
  const Channel* longitude = streams.find("longitude");
  if (latitude == nullptr || longitude == nullptr) {
    return;
  }
  const auto position = [&](std::size_t i) -> std::optional<Position> {
    const auto lat = latitude->at(i);
    const auto lon = longitude->at(i);
    return lat && lon ? std::optional(Position{*lat, *lon}) : std::nullopt;
  };
  for (std::size_t i = 0; i < streams.size() && !recording.first; ++i) {
    recording.first = position(i);
  }
  for (std::size_t i = streams.size(); i > 0 && !recording.last; --i) {
    recording.last = position(i - 1);
  }
}

/// From the earliest to the latest time, for samples whose order is not that of time.
std::int64_t span_of(const std::vector<std::int64_t>& times) {
  std::int64_t earliest = no_value;
  std::int64_t latest = no_value;
  for (const std::int64_t time : times) {
    if (time != no_value) {
      earliest = earliest == no_value ? time : std::min(earliest, time);
      latest = std::max(latest, time); // no_value is below all others
    }
  }
  return latest - earliest;
}

void derive_times(Recording& recording, const Motion& motion) {
  const auto& times = recording.streams.time_ms;
  const auto is_known = [](std::int64_t t) { return t != no_value; };
  const auto first = std::find_if(times.begin(), times.end(), is_known);
  const auto last = std::find_if(times.rbegin(), times.rend(), is_known);
  Totals& totals = recording.totals;
  if (first != times.end()) {
    if (!recording.start_ms) {
      recording.start_ms = *first;
    }
    const double elapsed = static_cast<double>(*last >= *first ? *last - *first : span_of(times)) / 1000.0;
    fill(totals.elapsed_s, std::max(elapsed, totals.timer_s.value_or(0.0)));
    if (motion.recorded_s) {
      fill(totals.timer_s, std::min(*motion.recorded_s, totals.elapsed_s.value_or(*motion.recorded_s)));
    } else {
      fill(totals.timer_s, totals.elapsed_s);
    }
  }
  if (motion.moving_s) {
    const double most =
        std::min(totals.timer_s.value_or(*motion.moving_s), totals.elapsed_s.value_or(*motion.moving_s));
    fill(totals.moving_s, std::min(*motion.moving_s, most));
  } else {
    fill(totals.moving_s, totals.timer_s);
  }
}

void derive_statistics(const Streams& streams, std::string_view name, Zeros zeros, std::optional<double>& average,
                       std::optional<double>& highest) {
  const Channel* channel = streams.find(name);
  if (channel == nullptr || (average && highest)) {
    return;
  }
  const ChannelStatistics statistics = statistics_of(*channel, zeros);
  if (statistics.count > 0) {
    fill(average, statistics.mean());
    fill(highest, statistics.max);
  }
}

} // namespace

void derive_missing(Recording& recording) {
  const Streams& streams = recording.streams;
  Totals& totals = recording.totals;
  derive_ends(recording);
  const bool needs_motion = !totals.timer_s || !totals.moving_s || !totals.max_speed_mps;
  const bool needs_climb = !totals.ascent_m || !totals.descent_m;
  const Progress progress = needs_motion || needs_climb || !totals.distance_m ? progress_of(streams) : Progress{};
  const Motion motion = needs_motion ? motion_of(streams, progress, recording.sport, !totals.max_speed_mps) : Motion{};
  derive_times(recording, motion);
  if (progress.known()) {
    fill(totals.distance_m, progress.total_m());
  }
  if (needs_climb) {
    if (const auto climb = climb_of(streams, progress)) {
      fill(totals.ascent_m, climb->ascent_m);
      fill(totals.descent_m, climb->descent_m);
    }
  }
  if (totals.distance_m && totals.timer_s.value_or(0.0) > 0) {
    fill(totals.avg_speed_mps, *totals.distance_m / *totals.timer_s);
  }
  fill(totals.max_speed_mps, motion.max_speed_mps);
  derive_statistics(streams, "heart_rate", Zeros::left_out, totals.avg_hr, totals.max_hr);
  derive_statistics(streams, "cadence", Zeros::left_out, totals.avg_cadence, totals.max_cadence);
  derive_statistics(streams, "power", Zeros::counted, totals.avg_power, totals.max_power);
  derive_statistics(streams, "temperature", Zeros::counted, totals.avg_temperature_c, totals.max_temperature_c);
}

} // namespace tracekit
