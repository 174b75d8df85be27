// SPDX-License-Identifier: MIT
#include "formats/kml/encode.hpp"

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/sample_text.hpp"
#include "formats/segments.hpp"
#include "formats/sport_word.hpp"
#include "formats/xml/element_writer.hpp"
#include "model/sport.hpp"

namespace tracekit::kml {
namespace {

constexpr std::string_view namespaces =
    " xmlns=\"http://www.opengis.net/kml/2.2\" xmlns:gx=\"http://www.google.com/kml/ext/2.2\"";

/// The reader knows arrays by name without regard to case and blanks, so of two such names one is written.
std::vector<SampleText> arrays_of(const Streams& streams, LeftOut& left_out) {
  std::vector<SampleText> arrays;
  std::set<std::string> taken{"altitude"};
  for (const bool developer : {false, true}) {
    for (const SampleText& text : texts_of(streams)) {
      const Channel& channel = text.channel();
      if (channel.developer != developer || (!developer && channel.name == "altitude")) {
        continue;
      }
      std::string plain = to_lower(trim(channel.name));
      std::replace(plain.begin(), plain.end(), ' ', '_');
      if (taken.insert(plain).second) {
        arrays.push_back(text);
      } else {
        left_out.add("channel " + channel.name);
      }
    }
  }
  return arrays;
}

void append_position(std::string& out, const PositionText& position, const std::optional<SampleText>& altitude,
                     std::size_t sample, char separator) {
  position.append_longitude(out, sample);
  out += separator;
  position.append_latitude(out, sample);
  if (altitude && altitude->has(sample)) {
    out += separator;
    altitude->append(out, sample);
  }
}

void write_track(xml::ElementWriter& out, const Streams& streams, std::span<const std::size_t> samples,
                 const std::optional<SampleText>& altitude, const std::vector<SampleText>& arrays) {
  const PositionText position(streams);
  out.open("gx:Track");
  for (const std::size_t sample : samples) {
    out.leaf_with("when", [&](std::string& text) { text += format_utc_ms(streams.time_ms[sample]); });
  }
  for (const std::size_t sample : samples) {
    out.leaf_with("gx:coord", [&](std::string& text) { append_position(text, position, altitude, sample, ' '); });
  }
  out.open("ExtendedData");
  out.open("SchemaData", " schemaUrl=\"#samples\"");
  for (const SampleText& array : arrays) {
    const std::string name = xml::attribute("name", array.channel().name);
    out.open("gx:SimpleArrayData", name);
    for (const std::size_t sample : samples) {
      out.leaf_with("gx:value", [&](std::string& text) {
        if (array.has(sample)) {
          array.append(text, sample);
        }
      });
    }
    out.close();
  }
  out.close();
  out.close();
  out.close();
}

void write_line(xml::ElementWriter& out, const Streams& streams, std::span<const std::size_t> samples,
                const std::optional<SampleText>& altitude) {
  const PositionText position(streams);
  out.open("LineString");
  out.leaf_with("coordinates", [&](std::string& text) {
    for (const std::size_t sample : samples) {
      append_position(text, position, altitude, sample, ',');
      text += ' ';
    }
  });
  out.close();
}

void write_geometry(xml::ElementWriter& out, const Streams& streams, const Segments& segments,
                    const std::vector<SampleText>& arrays) {
  const Channel* channel = streams.find("altitude");
  const std::optional<SampleText> altitude = channel == nullptr ? std::nullopt : std::optional(SampleText(*channel));
  out.open(segments.has_times ? "gx:MultiTrack" : "MultiGeometry");
  for (const std::vector<std::size_t>& samples : segments.samples) {
    if (segments.has_times) {
      write_track(out, streams, samples, altitude, arrays);
    } else {
      write_line(out, streams, samples, altitude);
    }
  }
  out.close();
}

void write_placemark(xml::ElementWriter& out, const Recording& recording, const Segments& segments, LeftOut& left_out) {
  out.open("Placemark");
  if (!recording.name.empty()) {
    out.leaf("name", recording.name);
  }
  if (!recording.description.empty()) {
    out.leaf("description", recording.description);
  }
  const std::string sport = sport_word(recording);
  if (!sport.empty()) {
    out.open("ExtendedData");
    out.open("Data", " name=\"type\"");
    out.leaf("value", sport);
    out.close();
    out.close();
  }
  const std::vector<SampleText> arrays = arrays_of(recording.streams, left_out);
  write_geometry(out, recording.streams, segments, arrays);
  out.close();
  if (!segments.has_times) {
    for (const SampleText& array : arrays) {
      left_out.add("channel " + array.channel().name);
    }
  }
  left_out.add_samples(segments.without_position, "without a position");
  left_out.add_samples(segments.without_time, "without a time");
  if (sport_of_word(sport).sub_sport != recording.sub_sport) {
    left_out.add("sub-sport " + recording.sub_sport);
  }
  left_out.add_totals(recording.totals, {});
  left_out.add_parts(recording, {.name = true, .description = true});
}

} // namespace

std::string encode(std::span<const Recording> recordings, LeftOut& left_out) {
  xml::ElementWriter out;
  out.open("kml", namespaces);
  out.open("Document");
  bool is_empty = true;
  for (const Recording& recording : recordings) {
    const Segments segments = segments_of(recording.streams);
    if (segments.samples.empty()) {
      left_out.add("a session without positions");
      continue;
    }
    is_empty = false;
    write_placemark(out, recording, segments, left_out);
  }
  if (is_empty) {
    throw Error(ErrorKind::input, "holds no positions, and KML holds nothing else",
                "FIT, TCX and CSV hold what was recorded without positions");
  }
  out.close();
  out.close();
  return out.text();
}

} // namespace tracekit::kml
