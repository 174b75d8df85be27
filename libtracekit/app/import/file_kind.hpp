// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "base/bytes.hpp"

namespace tracekit::app {

/// What an import does with a file.
enum class FileKind {
  other,        ///< nothing: it is not even opened
  unknown,      ///< its first bytes tell
  activity,     ///< FIT, GPX, TCX, KML, packed or not
  archive,      ///< a zip archive of files
  strava_bikes, ///< the lists of gear of a Strava archive
  strava_shoes,
  strava_table, ///< its list of activities
  garmin_gear,  ///< the list of equipment of a Garmin archive
  garmin_table, ///< its list of activities
};
inline constexpr std::size_t file_kinds = 9;

/// By the name and the folders in it. Account archives hold much that is private and no training; such files keep
/// closed.
FileKind kind_of_name(std::string_view name);

/// Of an unknown one, by its first bytes, of which `beginning_bytes` are enough.
FileKind kind_of_beginning(ByteView beginning);
inline constexpr std::size_t beginning_bytes = 1024;

/// Whether a file that a person names is an archive of files, whatever it is called. Its first bytes tell, but of one
/// that is called like an activity file, as a KMZ is, only all of it: it may hold several.
bool is_archive_of_files(std::string_view name, ByteView content);

} // namespace tracekit::app
