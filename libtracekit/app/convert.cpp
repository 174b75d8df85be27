// SPDX-License-Identifier: MIT
#include "app/convert.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "formats/archive/pack.hpp"
#include "formats/decode.hpp"

namespace tracekit::app {

WantedFile wanted_file(const std::filesystem::path& path) {
  std::string name = to_lower(path.filename().string());
  WantedFile wanted;
  if (name.ends_with(".gz")) {
    wanted.gzip = true;
    name.resize(name.size() - 3);
  }
  const std::size_t dot = name.rfind('.');
  const auto format = dot == std::string::npos ? std::nullopt : written_format(name.substr(dot + 1));
  if (!format) {
    throw Error(ErrorKind::usage, fmt::format("{} does not tell the format by its ending", path.string()),
                "end it in .fit, .gpx, .tcx, .kml, .geojson or .csv, with .gz behind for a packed file");
  }
  wanted.format = *format;
  return wanted;
}

Conversion convert(const std::filesystem::path& in, const std::filesystem::path& out, bool replace) {
  const WantedFile wanted = wanted_file(out);
  UnpackedFile source = unpack_file(read_file(in), in.string());
  const ActivityFile file = decode_file(source.bytes, in.string());
  WrittenFile written;
  try {
    written = encode_file(file.recordings, wanted.format, file.format == "fit" ? ByteView(source.bytes) : ByteView());
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{} {}", in.string(), error.what()), error.hint());
  }
  const Bytes bytes = wanted.gzip ? archive::pack_gzip(written.bytes) : std::move(written.bytes);
  if (replace) {
    write_file_atomically(out, bytes);
  } else if (!write_new_file_atomically(out, bytes)) {
    throw Error(ErrorKind::input, fmt::format("{} is there already", out.string()), "--force replaces it");
  }
  source.damage.insert(source.damage.end(), file.damage.begin(), file.damage.end());
  return {file.format,
          wanted.format,
          file.recordings.size(),
          bytes.size(),
          written.left_out,
          std::move(source.damage),
          std::move(source.warnings)};
}

nlohmann::json to_json(const Conversion& conversion) {
  return {{"from", conversion.from},        {"to", to_string(conversion.to)},  {"activities", conversion.activities},
          {"bytes", conversion.bytes},      {"left_out", conversion.left_out}, {"damage", conversion.damage},
          {"warnings", conversion.warnings}};
}

} // namespace tracekit::app
