// SPDX-License-Identifier: MIT
#include "formats/xml/track_file.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "model/derive.hpp"

namespace tracekit::xml {

void require_root(std::string_view name, std::string_view expected, std::string_view format) {
  if (name != expected) {
    throw Error(ErrorKind::input, fmt::format("is XML with the root element <{}>, not {}", name, format));
  }
}

void take_outcome(ActivityFile& file, Outcome outcome, bool found_something, std::string_view format) {
  if (outcome.problem && !found_something) {
    throw Error(ErrorKind::input, fmt::format("is not well-formed {}: {}", format, *outcome.problem));
  }
  file.format = to_lower(format);
  file.damage = std::move(outcome.damage);
  if (outcome.problem) {
    file.damage.push_back(fmt::format("the XML breaks off: {}; what came before was read", *outcome.problem));
  }
}

void warn_of_missing_zones(ActivityFile& file) {
  file.warnings.emplace_back("times without a time zone were taken as UTC");
}

void name_single_recording(ActivityFile& file, std::string_view file_name) {
  if (file.recordings.size() == 1 && file.recordings.front().name.empty()) {
    file.recordings.front().name = file_name;
  }
}

void finish_recordings(ActivityFile& file) {
  for (Recording& recording : file.recordings) {
    if (recording.device == Device{}) {
      recording.device = file.device;
    }
    derive_missing(recording);
  }
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

} // namespace tracekit::xml
