// SPDX-License-Identifier: MIT
#include "formats/decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/archive/archive.hpp"
#include "formats/fit/fit.hpp"
#include "formats/gpx/gpx.hpp"
#include "formats/kml/kml.hpp"
#include "formats/tcx/tcx.hpp"
#include "formats/xml/document.hpp"

namespace tracekit {
namespace {

struct Signature {
  std::string_view beginning;
  std::string_view what;
};

using namespace std::string_view_literals;

/// What people take for activity files by mistake.
constexpr std::array signatures{
    Signature{"\xFF\xD8\xFF"sv, "a JPEG image"},
    Signature{"\x89PNG"sv, "a PNG image"},
    Signature{"GIF8"sv, "a GIF image"},
    Signature{"%PDF"sv, "a PDF document"},
    Signature{"SQLite format 3"sv, "an SQLite database"},
    Signature{"\x28\xB5\x2F\xFD"sv, "a Zstandard archive"},
    Signature{"\xFD\x37zXZ"sv, "an xz archive"},
    Signature{"7z\xBC\xAF\x27\x1C"sv, "a 7-Zip archive"},
    Signature{"Rar!"sv, "a RAR archive"},
    Signature{"{"sv, "a JSON text"},
    Signature{"["sv, "a JSON text"},
};

constexpr std::string_view hint = "tracekit reads FIT, GPX, TCX and KML files, also gzip, zip or bzip2 compressed";

std::string_view kind_of(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const auto* known = std::find_if(signatures.begin(), signatures.end(),
                                   [&](const Signature& signature) { return text.starts_with(signature.beginning); });
  if (known != signatures.end()) {
    return known->what;
  }
  const std::string_view front = text.substr(0, 4096);
  if (trim(front).empty() || front.find_first_not_of('\0') == std::string_view::npos) {
    return "nothing but blanks and zeros";
  }
  const bool is_text = std::all_of(front.begin(), front.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\r' || c == '\t';
  });
  return is_text ? "a text in another format" : "not in a format that tracekit knows";
}

[[noreturn]] void refuse(const std::string& sentence) { throw Error(ErrorKind::input, sentence, std::string(hint)); }

ActivityFile decode_plain(ByteView bytes) {
  if (bytes.empty()) {
    refuse("is empty");
  }
  if (fit::looks_like_fit(bytes)) {
    return fit::decode(bytes);
  }
  const std::string root = xml::root_name(bytes);
  if (root == "gpx") {
    return gpx::decode(bytes);
  }
  if (root == "TrainingCenterDatabase") {
    return tcx::decode(bytes);
  }
  if (root == "kml") {
    return kml::decode(bytes);
  }
  if (equals_ignoring_case(root, "html")) {
    refuse("is an HTML page, not an activity file (perhaps a sign-in page that was saved instead of the file)");
  }
  if (!root.empty()) {
    refuse(fmt::format("is XML with the root element <{}>, not GPX, TCX or KML", root));
  }
  refuse(fmt::format("is {}", kind_of(bytes)));
}

void append(std::vector<std::string>& to, std::vector<std::string>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

UnpackedFile unpack_layers(ByteView bytes, archive::Container container) {
  UnpackedFile file;
  file.container = archive::to_string(container);
  for (int layers = 0; container != archive::Container::none; ++layers) {
    if (layers == archive::most_layers) {
      refuse(fmt::format("is packed more than {} times", archive::most_layers));
    }
    archive::Unpacked unpacked = archive::unpack(bytes, container);
    append(file.damage, std::move(unpacked.damage));
    append(file.warnings, std::move(unpacked.warnings));
    file.bytes = std::move(unpacked.bytes);
    bytes = file.bytes;
    container = archive::container_of(bytes);
  }
  return file;
}

ActivityFile decode_packed(ByteView bytes, archive::Container container) {
  UnpackedFile unpacked = unpack_layers(bytes, container);
  ActivityFile file = decode_plain(unpacked.bytes);
  file.container = std::move(unpacked.container);
  append(unpacked.damage, std::move(file.damage));
  append(unpacked.warnings, std::move(file.warnings));
  file.damage = std::move(unpacked.damage);
  file.warnings = std::move(unpacked.warnings);
  return file;
}

/// Does it, with errors that name the file.
template <class Do> auto with_name(std::string_view name, Do&& act) {
  try {
    return act();
  } catch (const Error& error) {
    const std::string_view sentence = error.what();
    const bool is_whole = !sentence.empty() && sentence.front() >= 'A' && sentence.front() <= 'Z';
    throw Error(error.kind(), fmt::format("{}{} {}", name, is_whole ? ":" : "", sentence), error.hint());
  }
}

} // namespace

UnpackedFile unpack_file(Bytes bytes, std::string_view name) {
  const archive::Container container = archive::container_of(bytes);
  if (container == archive::Container::none) {
    return {std::move(bytes), {}, {}, {}};
  }
  return with_name(name, [&] { return unpack_layers(bytes, container); });
}

ActivityFile decode_file(ByteView bytes, std::string_view name) {
  const archive::Container container = archive::container_of(bytes);
  return with_name(name, [&] {
    return container == archive::Container::none ? decode_plain(bytes) : decode_packed(bytes, container);
  });
}

} // namespace tracekit
