// SPDX-License-Identifier: MIT
#include "formats/geojson/encode.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/sample_text.hpp"
#include "formats/segments.hpp"

namespace tracekit::geojson {
namespace {

constexpr std::array<LeftOut::Member, 11> held_totals{&Totals::elapsed_s,     &Totals::timer_s,      &Totals::moving_s,
                                                      &Totals::distance_m,    &Totals::ascent_m,     &Totals::descent_m,
                                                      &Totals::max_speed_mps, &Totals::avg_hr,       &Totals::max_hr,
                                                      &Totals::avg_power,     &Totals::calories_kcal};

/// JSON text of a string, escaped.
std::string json_text(std::string_view text) { return nlohmann::json(to_valid_utf8(text)).dump(); }

std::string properties_of(const Recording& recording) {
  nlohmann::ordered_json properties;
  const auto text = [&](const char* key, const std::string& value) {
    if (!value.empty()) {
      properties[key] = to_valid_utf8(value);
    }
  };
  const auto number = [&](const char* key, const std::optional<double>& value) {
    if (value) {
      properties[key] = *value;
    }
  };
  const Totals& totals = recording.totals;
  text("name", recording.name);
  text("description", recording.description);
  text("sport", recording.sport);
  text("sub_sport", recording.sub_sport);
  text("start", recording.start_ms ? format_utc_ms(*recording.start_ms) : "");
  text("device", recording.device.product);
  number("elapsed_s", totals.elapsed_s);
  number("timer_s", totals.timer_s);
  number("moving_s", totals.moving_s);
  number("distance_m", totals.distance_m);
  number("ascent_m", totals.ascent_m);
  number("descent_m", totals.descent_m);
  number("max_speed_mps", totals.max_speed_mps);
  number("avg_heart_rate", totals.avg_hr);
  number("max_heart_rate", totals.max_hr);
  number("avg_power", totals.avg_power);
  number("calories_kcal", totals.calories_kcal);
  return properties.dump();
}

/// A JSON array with one item a sample, of one array a segment where there are several.
template <class Append> void append_arrays(std::string& out, const Segments& segments, Append append) {
  const bool is_nested = segments.samples.size() > 1;
  out += is_nested ? "[" : "";
  for (std::size_t segment = 0; segment < segments.samples.size(); ++segment) {
    out += segment == 0 ? "[" : ",[";
    const std::vector<std::size_t>& samples = segments.samples[segment];
    for (std::size_t i = 0; i < samples.size(); ++i) {
      out += i == 0 ? "" : ",";
      append(samples[i]);
    }
    out += "]";
  }
  out += is_nested ? "]" : "";
}

void append_coordinates(std::string& out, const Streams& streams, const Segments& segments) {
  const PositionText position(streams);
  const Channel* channel = streams.find("altitude");
  const std::optional<SampleText> altitude = channel == nullptr ? std::nullopt : std::optional(SampleText(*channel));
  append_arrays(out, segments, [&](std::size_t sample) {
    out += "[";
    position.append_longitude(out, sample);
    out += ",";
    position.append_latitude(out, sample);
    if (altitude && altitude->has(sample)) {
      out += ",";
      altitude->append(out, sample);
    }
    out += "]";
  });
}

/// Times and channels as members of an object.
void append_channels(std::string& out, const Streams& streams, const Segments& segments) {
  std::set<std::string> taken{"altitude", "times"};
  if (segments.has_times) {
    out += "\"times\":";
    append_arrays(out, segments, [&](std::size_t sample) { out += json_text(format_utc_ms(streams.time_ms[sample])); });
  }
  for (const bool developer : {false, true}) {
    for (const SampleText& text : texts_of(streams)) {
      if (text.channel().developer != developer || !taken.insert(text.channel().name).second) {
        continue;
      }
      out += out.back() == '{' ? "" : ",";
      out += json_text(text.channel().name) + ":";
      append_arrays(out, segments, [&](std::size_t sample) {
        if (text.has(sample)) {
          text.append(out, sample);
        } else {
          out += "null";
        }
      });
    }
  }
}

/// Segments as lines: RFC 7946 wants two positions in each.
Segments lines_of(const Streams& streams) {
  Segments segments = segments_of(streams);
  for (std::vector<std::size_t>& samples : segments.samples) {
    if (samples.size() == 1) {
      samples.push_back(samples.front());
    }
  }
  return segments;
}

void append_feature(std::string& out, const Recording& recording, const Segments& segments, LeftOut& left_out) {
  std::string properties = properties_of(recording);
  properties.pop_back();
  out += R"({"type":"Feature","properties":)" + properties + R"(,"coordinateProperties":{)";
  append_channels(out, recording.streams, segments);
  out += fmt::format(R"(}}}},"geometry":{{"type":"{}","coordinates":)",
                     segments.samples.size() > 1 ? "MultiLineString" : "LineString");
  append_coordinates(out, recording.streams, segments);
  out += "}}";
  left_out.add_samples(segments.without_position, "without a position");
  left_out.add_samples(segments.without_time, "without a time");
  left_out.add_totals(recording.totals, held_totals);
  left_out.add_parts(recording, {.name = true, .description = true, .device = true});
}

} // namespace

std::string encode(std::span<const Recording> recordings, LeftOut& left_out) {
  std::string out = R"({"type":"FeatureCollection","features":[)";
  const std::size_t empty = out.size();
  for (const Recording& recording : recordings) {
    const Segments segments = lines_of(recording.streams);
    if (segments.samples.empty()) {
      left_out.add("a session without positions");
      continue;
    }
    out += out.size() == empty ? "\n" : ",\n";
    append_feature(out, recording, segments, left_out);
  }
  if (out.size() == empty) {
    throw Error(ErrorKind::input, "holds no positions, and GeoJSON holds nothing else",
                "FIT, TCX and CSV hold what was recorded without positions");
  }
  return out + "\n]}\n";
}

} // namespace tracekit::geojson
