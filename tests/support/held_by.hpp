// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "formats/encode.hpp"

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
  struct Resolution {
    std::string_view name;
    double scale;
  };
  constexpr Resolution resolutions[] = {
      {"altitude", 5}, {"distance", 100}, {"speed", 1000}, {"heart_rate", 1},        {"cadence", 1},    {"power", 1},
      {"depth", 1000}, {"grade", 100},    {"calories", 1}, {"vertical_speed", 1000}, {"temperature", 1}};
  for (const Resolution& resolution : resolutions) {
    if (resolution.name == channel.name) {
      return 1 / resolution.scale;
    }
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

/// What is different although the format holds it, a line each; empty when all is well.
inline std::vector<std::string> differences(const Recording& before, const Recording& after, WrittenFormat format,
                                            const std::vector<std::string>& left_out) {
  std::vector<std::string> out;
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
