// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "formats/encode.hpp"
#include "formats/fit/profile.hpp"

/// What of a recording a format holds, and at which resolution: the other half of round-trip tests.
namespace tracekit::test {

inline bool is_on_globe(const Streams& streams, std::size_t sample) {
  const Channel* latitude = streams.find("latitude");
  const Channel* longitude = streams.find("longitude");
  if (latitude == nullptr || longitude == nullptr) {
    return false;
  }
  const auto lat = latitude->at(sample);
  const auto lon = longitude->at(sample);
  return lat && lon && (*lat != 0 || *lon != 0) && std::abs(*lat) <= 90 && std::abs(*lon) <= 180;
}

inline bool has_any_time(const Streams& streams, bool positioned) {
  for (std::size_t i = 0; i < streams.size(); ++i) {
    if (streams.time_ms[i] != no_value && (!positioned || is_on_globe(streams, i))) {
      return true;
    }
  }
  return false;
}

/// The samples that survive being written, by their place before.
inline std::vector<std::size_t> held_samples(const Streams& streams, WrittenFormat format) {
  std::vector<std::size_t> held;
  const bool kml_track = has_any_time(streams, true);
  for (std::size_t i = 0; i < streams.size(); ++i) {
    const bool timed = streams.time_ms[i] != no_value;
    const bool is_held = format == WrittenFormat::fit   ? true
                         : format == WrittenFormat::gpx ? is_on_globe(streams, i)
                         : format == WrittenFormat::tcx ? timed
                                                        : is_on_globe(streams, i) && (timed || !kml_track);
    if (is_held) {
      held.push_back(i);
    }
  }
  return held;
}

/// The step between two values of a channel that the format tells apart, in physical units; 0 for exact.
inline double step_of(const Channel& channel, WrittenFormat format) {
  if (format == WrittenFormat::tcx && (channel.name == "heart_rate" || channel.name == "cadence") &&
      !channel.developer) {
    return 1;
  }
  if (channel.name == "latitude" || channel.name == "longitude") {
    return format == WrittenFormat::fit ? 180.0 / 2147483648.0 : 1e-9;
  }
  if (format != WrittenFormat::fit || channel.developer) {
    return 1e-9;
  }
  if (const fit::RecordField* field = fit::find_record_field(channel.name)) {
    return 1 / field->scale;
  }
  return channel.kind == ChannelKind::scaled ? std::max(1e-9, 0.5 / channel.scale) : 1e-2;
}

/// The channel under its name in what was read back, whoever it belongs to.
inline const Channel* held_channel(const Streams& streams, const Channel& channel, WrittenFormat format) {
  std::string name = channel.name;
  if (format == WrittenFormat::kml) {
    name = to_lower(trim(name));
    std::replace(name.begin(), name.end(), ' ', '_');
  }
  const auto found = std::find_if(streams.channels.begin(), streams.channels.end(), [&](const Channel& other) {
    return other.name == name && (format != WrittenFormat::fit || !channel.developer || other.developer);
  });
  return found == streams.channels.end() ? nullptr : &*found;
}

/// One of the totals: how finely each format holds it. 0 for not at all; TCX in its laps only.
struct HeldTotal {
  std::optional<double> Totals::* member;
  std::string_view name; ///< as it is called where it is left out
  double fit;
  double gpx;
  double tcx;

  [[nodiscard]] double step(WrittenFormat format) const {
    return format == WrittenFormat::fit   ? fit
           : format == WrittenFormat::gpx ? gpx
           : format == WrittenFormat::tcx ? tcx
                                          : 0;
  }
};

inline constexpr HeldTotal held_totals[] = {
    {&Totals::elapsed_s, "total elapsed time", 1e-3, 0, 0},
    {&Totals::timer_s, "total timer time", 1e-3, 1e-3, 1e-3},
    {&Totals::moving_s, "total moving time", 1e-3, 1e-3, 0},
    {&Totals::distance_m, "total distance", 1e-2, 0, 1e-3}, // GPX has one, but the reader goes by the positions
    {&Totals::ascent_m, "total ascent", 1, 1e-1, 0},
    {&Totals::descent_m, "total descent", 1, 1e-1, 0},
    {&Totals::avg_speed_mps, "average speed", 1e-3, 0, 1e-4},
    {&Totals::max_speed_mps, "maximum speed", 1e-3, 1e-3, 1e-4},
    {&Totals::avg_hr, "average heart rate", 1, 0, 1},
    {&Totals::max_hr, "maximum heart rate", 1, 0, 1},
    {&Totals::avg_cadence, "average cadence", 1, 0, 1},
    {&Totals::max_cadence, "maximum cadence", 1, 0, 1},
    {&Totals::avg_power, "average power", 1, 0, 1},
    {&Totals::max_power, "maximum power", 1, 0, 1},
    {&Totals::normalized_power, "normalized power", 1, 0, 0},
    {&Totals::avg_temperature_c, "average temperature", 1, 0, 0},
    {&Totals::max_temperature_c, "maximum temperature", 1, 0, 0},
    {&Totals::calories_kcal, "calories", 1, 0, 1},
};

inline void compare_totals(const Totals& before, const Totals& after, WrittenFormat format,
                           const std::vector<std::string>& left_out, const std::string& whose,
                           std::vector<std::string>& out) {
  for (const HeldTotal& total : held_totals) {
    const double step = total.step(format);
    const auto want = before.*total.member;
    const auto got = after.*total.member;
    if (step == 0 || !want || std::find(left_out.begin(), left_out.end(), total.name) != left_out.end()) {
      continue;
    }
    if (!got || std::abs(*want - *got) > step * 0.5 + 1e-9 * std::max(1.0, std::abs(*want))) {
      out.push_back(whose + " " + std::string(total.name) + ": " + std::to_string(*want) + " became " +
                    (got ? std::to_string(*got) : "none"));
    }
  }
}

/// What a format holds of a recording beside its samples.
inline void compare_summaries(const Recording& before, const Recording& after, WrittenFormat format,
                              const std::vector<std::string>& left_out, std::vector<std::string>& out) {
  const auto is_left_out = [&](const std::string& what) {
    return std::find(left_out.begin(), left_out.end(), what) != left_out.end();
  };
  const auto compare = [&](const std::string& what, const auto& want, const auto& got) {
    if (want != got && !is_left_out(what)) {
      out.push_back(what + " is another one");
    }
  };
  if (!is_left_out("sport " + before.sport)) {
    compare("sport", before.sport, after.sport);
  }
  if (!is_left_out("sub-sport " + before.sub_sport)) {
    compare("sub-sport", before.sub_sport, after.sub_sport);
  }
  compare("name", std::string(trim(before.name)), after.name);
  compare("description", std::string(trim(before.description)), after.description);
  if (format == WrittenFormat::fit) {
    compare("pool lengths", before.lengths, after.lengths);
    compare("pool length", before.pool_length_m, after.pool_length_m);
    compare("offset of the local time", before.utc_offset_s, after.utc_offset_s);
  }
  const bool has_laps = format == WrittenFormat::fit || format == WrittenFormat::tcx;
  if (format != WrittenFormat::tcx) {
    compare_totals(before.totals, after.totals, format, left_out, "whole", out);
  }
  if (!has_laps || (format == WrittenFormat::tcx && before.laps.empty())) {
    return;
  }
  if (before.laps.size() != after.laps.size()) {
    out.push_back(std::to_string(after.laps.size()) + " laps instead of " + std::to_string(before.laps.size()));
    return;
  }
  for (std::size_t i = 0; i < before.laps.size(); ++i) {
    const Lap& want = before.laps[i];
    const Lap& got = after.laps[i];
    const std::string lap = "lap " + std::to_string(i);
    compare_totals(want.totals, got.totals, format, left_out, lap, out);
    const EpochMillis unit = format == WrittenFormat::fit ? 1000 : 1;
    if (want.start_ms && (!got.start_ms || *want.start_ms / unit != *got.start_ms / unit)) {
      out.push_back(lap + " begins at another time");
    }
    if (format == WrittenFormat::fit) {
      compare("trigger", want.trigger, got.trigger);
      compare("intensity", want.intensity, got.intensity);
    }
  }
}

/// What is different although the format holds it, a line each; empty when all is well.
inline std::vector<std::string> differences(const Recording& before, const Recording& after, WrittenFormat format,
                                            const std::vector<std::string>& left_out) {
  std::vector<std::string> out;
  compare_summaries(before, after, format, left_out, out);
  const Streams& from = before.streams;
  const Streams& to = after.streams;
  const std::vector<std::size_t> held = held_samples(from, format);
  if (held.size() != to.size()) {
    out.push_back(std::to_string(to.size()) + " samples instead of " + std::to_string(held.size()));
    return out;
  }
  for (std::size_t i = 0; i < held.size(); ++i) {
    const std::int64_t was = from.time_ms[held[i]];
    const bool too_early = format == WrittenFormat::fit && was < 631065600000;
    const std::int64_t want = was == no_value || too_early   ? no_value
                              : format == WrittenFormat::fit ? (was - was % 1000)
                                                             : was;
    if (to.time_ms[i] != want) {
      out.push_back("time of sample " + std::to_string(i));
      break;
    }
  }
  const bool lines_only = format == WrittenFormat::kml && !has_any_time(from, true);
  for (const Channel& channel : from.channels) {
    const bool said = std::find(left_out.begin(), left_out.end(), "channel " + channel.name) != left_out.end();
    const bool any =
        std::any_of(held.begin(), held.end(), [&](std::size_t i) { return channel.values[i] != no_value; });
    const bool position = channel.name == "latitude" || channel.name == "longitude";
    if (said || !any || (lines_only && !position && channel.name != "altitude")) {
      continue;
    }
    const Channel* again = held_channel(to, channel, format);
    if (again == nullptr) {
      // Half positions and those off the globe are not positions.
      const bool whole = std::any_of(held.begin(), held.end(), [&](std::size_t i) { return is_on_globe(from, i); });
      if (!position || whole) {
        out.push_back("channel " + channel.name + " is gone");
      }
      continue;
    }
    const double step = step_of(channel, format);
    for (std::size_t i = 0; i < held.size(); ++i) {
      const auto want = channel.at(held[i]);
      const auto got = again->at(i);
      if (position && format != WrittenFormat::fit && !is_on_globe(from, held[i])) {
        continue;
      }
      if (want.has_value() != got.has_value() ||
          (want && std::abs(*want - *got) > step * 0.5 + 1e-9 * std::max(1.0, std::abs(*want)))) {
        out.push_back("channel " + channel.name + " at sample " + std::to_string(i) + ": " +
                      (want ? std::to_string(*want) : "none") + " became " + (got ? std::to_string(*got) : "none"));
        break;
      }
    }
  }
  return out;
}

} // namespace tracekit::test
