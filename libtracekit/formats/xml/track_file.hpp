// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "formats/xml/parser.hpp"
#include "model/recording.hpp"

/// What the readers of GPX, TCX and KML do alike with a whole file. `format` is the name as people write it: `GPX`.
namespace tracekit::xml {

/// Throws Error(input) unless the root element is that of the format.
void require_root(std::string_view name, std::string_view expected, std::string_view format);

/// Sets the file's format, and its damage by how reading went. Throws Error(input) when reading broke off before
/// anything was found.
void take_outcome(ActivityFile& file, Outcome outcome, bool found_something, std::string_view format);

/// Warns of times that had no zone.
void warn_of_missing_zones(ActivityFile& file);

/// A file with one recording may be named in its stead.
void name_single_recording(ActivityFile& file, std::string_view file_name);

/// Fills the device of each recording from that of the file where it has none, and computes what the file left out.
void finish_recordings(ActivityFile& file);

/// `1 waypoint`, `3 waypoints`.
std::string counted(std::uint64_t count, std::string_view noun);

} // namespace tracekit::xml
