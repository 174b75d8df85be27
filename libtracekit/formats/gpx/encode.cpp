// SPDX-License-Identifier: MIT
#include "formats/gpx/encode.hpp"

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "formats/gpx/names.hpp"
#include "formats/sample_text.hpp"
#include "formats/sport_word.hpp"
#include "formats/xml/element_writer.hpp"
#include "model/sport.hpp"

namespace tracekit::gpx {
namespace {

constexpr std::string_view namespaces = " version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\""
                                        " xmlns:gpxtpx=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v2\""
                                        " xmlns:gpxtrkx=\"http://www.garmin.com/xmlschemas/TrackStatsExtension/v1\""
                                        " xmlns:gpxdata=\"http://www.cluetrust.com/XML/GPXDATA/1/0\""
                                        " xmlns:tracekit=\"urn:tracekit:samples:1\"";

constexpr std::array<LeftOut::Member, 6> held_totals{&Totals::timer_s,       &Totals::moving_s, &Totals::distance_m,
                                                     &Totals::max_speed_mps, &Totals::ascent_m, &Totals::descent_m};

struct Place {
  std::string_view channel;
  std::string_view element;
};

/// In the order that the schema of TrackPointExtension demands.
constexpr std::array<Place, 7> in_extension{{{"temperature", "gpxtpx:atemp"},
                                             {"water_temperature", "gpxtpx:wtemp"},
                                             {"depth", "gpxtpx:depth"},
                                             {"heart_rate", "gpxtpx:hr"},
                                             {"cadence", "gpxtpx:cad"},
                                             {"speed", "gpxtpx:speed"},
                                             {"course", "gpxtpx:course"}}};

struct Target {
  SampleText text;
  std::string element;
};

/// Where each channel of a recording goes.
struct Targets {
  std::vector<Target> in_extension;
  std::vector<Target> beside; ///< other children of `extensions`
  std::optional<SampleText> altitude;
};

/// The reader takes a number by its local name alone, so a developer's channel must not bear a name of ours.
bool may_stand_beside(const Channel& channel, const Streams& streams) {
  if (!xml::is_element_name(channel.name)) {
    return false;
  }
  return !channel.developer || (names.find(channel.name).role == Role::other && streams.find(channel.name) == nullptr);
}

Targets targets_of(const Streams& streams, LeftOut& left_out) {
  Targets targets;
  if (const Channel* altitude = streams.find("altitude")) {
    targets.altitude.emplace(*altitude);
  }
  for (const Place& place : in_extension) {
    if (const Channel* channel = streams.find(place.channel)) {
      targets.in_extension.push_back({SampleText(*channel), std::string(place.element)});
    }
  }
  for (const SampleText& text : texts_of(streams)) {
    const Channel& channel = text.channel();
    const bool is_placed = (targets.altitude && &channel == &targets.altitude->channel()) ||
                           std::any_of(targets.in_extension.begin(), targets.in_extension.end(),
                                       [&](const Target& target) { return &target.text.channel() == &channel; });
    if (is_placed) {
      continue;
    }
    if (!may_stand_beside(channel, streams)) {
      left_out.add("channel " + channel.name);
    } else if (!channel.developer && channel.name == "power") {
      targets.beside.push_back({text, "power"});
    } else {
      const bool is_distance = !channel.developer && channel.name == "distance";
      targets.beside.push_back({text, (is_distance ? "gpxdata:" : "tracekit:") + channel.name});
    }
  }
  return targets;
}

void write_values(xml::ElementWriter& out, const std::vector<Target>& targets, std::size_t sample) {
  for (const Target& target : targets) {
    if (target.text.has(sample)) {
      out.leaf_with(target.element, [&](std::string& text) { target.text.append(text, sample); });
    }
  }
}

bool has_value(const std::vector<Target>& targets, std::size_t sample) {
  return std::any_of(targets.begin(), targets.end(), [&](const Target& target) { return target.text.has(sample); });
}

void write_point(xml::ElementWriter& out, const Streams& streams, const PositionText& position, const Targets& targets,
                 std::size_t sample) {
  std::string attributes = " lat=\"";
  position.append_latitude(attributes, sample);
  attributes += "\" lon=\"";
  position.append_longitude(attributes, sample);
  attributes += "\"";
  out.open("trkpt", attributes);
  if (targets.altitude && targets.altitude->has(sample)) {
    out.leaf_with("ele", [&](std::string& text) { targets.altitude->append(text, sample); });
  }
  if (streams.time_ms[sample] != no_value) {
    out.leaf_with("time", [&](std::string& text) { text += format_utc_ms(streams.time_ms[sample]); });
  }
  const bool extends = has_value(targets.in_extension, sample);
  if (extends || has_value(targets.beside, sample)) {
    out.open("extensions");
    write_values(out, targets.beside, sample);
    if (extends) {
      out.open("gpxtpx:TrackPointExtension");
      write_values(out, targets.in_extension, sample);
      out.close();
    }
    out.close();
  }
  out.close();
}

void write_points(xml::ElementWriter& out, const Streams& streams, LeftOut& left_out) {
  const PositionText position(streams);
  const Targets targets = targets_of(streams, left_out);
  std::uint64_t without_position = 0;
  auto gap = streams.segment_starts.begin();
  bool is_open = false;
  for (std::size_t i = 0; i < streams.size(); ++i) {
    for (; gap != streams.segment_starts.end() && *gap <= i; ++gap) {
      if (is_open) {
        out.close();
        is_open = false;
      }
    }
    if (!position.has(i)) {
      ++without_position;
      continue;
    }
    if (!is_open) {
      out.open("trkseg");
      is_open = true;
    }
    write_point(out, streams, position, targets, i);
  }
  if (is_open) {
    out.close();
  }
  left_out.add_samples(without_position, "without a position");
}

void write_statistics(xml::ElementWriter& out, const Totals& totals) {
  const auto write = [&](std::string_view name, const std::optional<double>& value, int decimals) {
    if (value) {
      out.number(name, *value, decimals);
    }
  };
  out.open("extensions");
  out.open("gpxtrkx:TrackStatsExtension");
  write("gpxtrkx:Distance", totals.distance_m, 2);
  write("gpxtrkx:TimerTime", totals.timer_s, 3);
  write("gpxtrkx:MovingTime", totals.moving_s, 3);
  write("gpxtrkx:MaxSpeed", totals.max_speed_mps, 3);
  write("gpxtrkx:Ascent", totals.ascent_m, 1);
  write("gpxtrkx:Descent", totals.descent_m, 1);
  out.close();
  out.close();
}

void write_track(xml::ElementWriter& out, const Recording& recording, LeftOut& left_out) {
  out.open("trk");
  if (!recording.name.empty()) {
    out.leaf("name", recording.name);
  }
  if (!recording.description.empty()) {
    out.leaf("desc", recording.description);
  }
  const std::string sport = sport_word(recording);
  if (!sport.empty()) {
    out.leaf("type", sport);
  }
  if (sport_of_word(sport).sub_sport != recording.sub_sport) {
    left_out.add("sub-sport " + recording.sub_sport);
  }
  write_statistics(out, recording.totals);
  write_points(out, recording.streams, left_out);
  out.close();
  left_out.add_totals(recording.totals, held_totals);
  left_out.add_parts(recording, {.name = true, .description = true, .device = true});
}

} // namespace

std::string encode(std::span<const Recording> recordings, LeftOut& left_out) {
  const auto has_position = [](const Recording& recording) {
    return PositionText(recording.streams).count(recording.streams) > 0;
  };
  const auto first = std::find_if(recordings.begin(), recordings.end(), has_position);
  if (first == recordings.end()) {
    throw Error(ErrorKind::input, "holds no positions, and GPX holds nothing else",
                "FIT, TCX and CSV hold what was recorded without positions");
  }
  const std::string& product = first->device.product;
  xml::ElementWriter out;
  out.open("gpx", xml::attribute("creator", product.empty() ? "tracekit" : product) + std::string(namespaces));
  if (first->start_ms) {
    out.open("metadata");
    out.leaf("time", format_utc_ms(*first->start_ms));
    out.close();
  }
  for (const Recording& recording : recordings) {
    if (has_position(recording)) {
      write_track(out, recording, left_out);
    } else {
      left_out.add("a session without positions");
    }
  }
  out.close();
  return out.text();
}

} // namespace tracekit::gpx
