// SPDX-License-Identifier: MIT
#include "formats/encode.hpp"

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/csv/samples.hpp"
#include "formats/fit/encode.hpp"
#include "formats/geojson/encode.hpp"
#include "formats/gpx/encode.hpp"
#include "formats/kml/encode.hpp"
#include "formats/tcx/encode.hpp"

namespace tracekit {
namespace {

struct Format {
  WrittenFormat format;
  std::string_view word;
  std::string_view media_type;
};

constexpr std::array<Format, 6> formats{{
    {WrittenFormat::fit, "fit", "application/vnd.ant.fit"},
    {WrittenFormat::gpx, "gpx", "application/gpx+xml"},
    {WrittenFormat::tcx, "tcx", "application/vnd.garmin.tcx+xml"},
    {WrittenFormat::kml, "kml", "application/vnd.google-earth.kml+xml"},
    {WrittenFormat::geojson, "geojson", "application/geo+json"},
    {WrittenFormat::csv, "csv", "text/csv"},
}};

Bytes to_bytes(const std::string& text) {
  const ByteView view = as_bytes(text);
  return {view.begin(), view.end()};
}

Bytes encode(std::span<const Recording> recordings, WrittenFormat format, ByteView fit_source, LeftOut& left_out) {
  switch (format) {
  case WrittenFormat::fit:
    return fit::encode(recordings, fit_source, left_out);
  case WrittenFormat::gpx:
    return to_bytes(gpx::encode(recordings, left_out));
  case WrittenFormat::tcx:
    return to_bytes(tcx::encode(recordings, left_out));
  case WrittenFormat::kml:
    return to_bytes(kml::encode(recordings, left_out));
  case WrittenFormat::geojson:
    return to_bytes(geojson::encode(recordings, left_out));
  case WrittenFormat::csv:
    return to_bytes(csv::encode_samples(recordings, left_out));
  }
  return {};
}

} // namespace

std::optional<WrittenFormat> written_format(std::string_view word) {
  const auto* found = std::find_if(formats.begin(), formats.end(),
                                   [&](const Format& format) { return equals_ignoring_case(format.word, word); });
  return found == formats.end() ? std::nullopt : std::optional(found->format);
}

std::vector<std::string> written_formats() {
  std::vector<std::string> words;
  for (const Format& format : formats) {
    words.emplace_back(format.word);
  }
  return words;
}

std::string_view to_string(WrittenFormat format) { return formats[static_cast<std::size_t>(format)].word; }

std::string_view media_type(WrittenFormat format) { return formats[static_cast<std::size_t>(format)].media_type; }

WrittenFile encode_file(std::span<const Recording> recordings, WrittenFormat format, ByteView fit_source) {
  if (recordings.empty() && (format != WrittenFormat::fit || fit_source.empty())) {
    throw Error(ErrorKind::input, "holds no activity that could be written");
  }
  LeftOut left_out;
  WrittenFile file;
  file.bytes = encode(recordings, format, fit_source, left_out);
  file.left_out = left_out.texts();
  return file;
}

} // namespace tracekit
