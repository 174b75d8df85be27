// SPDX-License-Identifier: MIT
#include "app/import/file_kind.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "formats/archive/archive.hpp"
#include "formats/fit/fit.hpp"
#include "providers/strava/archive.hpp"

namespace tracekit::app {
namespace {

constexpr std::array<std::string_view, 5> activities{".fit", ".gpx", ".tcx", ".kml", ".kmz"};
constexpr std::array<std::string_view, 2> packings{".gz", ".bz2"};

bool ends_with_one_of(std::string_view name, std::span<const std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

/// Of files that lie beside activities in archives and folders, and are none.
constexpr std::array<std::string_view, 22> others{".json", ".csv",  ".pdf", ".jpg", ".jpeg", ".png",    ".gif", ".heic",
                                                  ".webp", ".mp4",  ".mov", ".mp3", ".html", ".htm",    ".txt", ".md",
                                                  ".docx", ".xlsx", ".ics", ".db",  ".log",  ".sqlite3"};

} // namespace

FileKind kind_of_name(std::string_view spelled) {
  std::string name = to_lower(spelled);
  std::replace(name.begin(), name.end(), '\\', '/');
  const std::string base = name.substr(name.rfind('/') + 1); // npos + 1 is 0
  if (base.empty() || base.starts_with('.') || name.starts_with("__macosx/") ||
      name.find("/__macosx/") != std::string::npos) {
    return FileKind::other;
  }
  if (ends_with_one_of(base, activities)) {
    return FileKind::activity;
  }
  if (ends_with_one_of(base, packings)) {
    const std::string inner = base.substr(0, base.rfind('.'));
    return ends_with_one_of(inner, others) ? FileKind::other : FileKind::activity;
  }
  if (base.ends_with(".zip")) {
    return FileKind::archive;
  }
  if (base == "activities.csv") {
    return FileKind::strava_table;
  }
  if (base == "bikes.csv" || base == "shoes.csv") {
    return base == "bikes.csv" ? FileKind::strava_bikes : FileKind::strava_shoes;
  }
  if (base.starts_with("activities") && base.ends_with(".csv")) { // `activities (1).csv`, a second download
    return FileKind::unknown;
  }
  const bool in_garmin_folder = name.find("di-connect-fitness/") != std::string::npos;
  if (base.ends_with("summarizedactivities.json")) {
    return FileKind::garmin_table;
  }
  if (in_garmin_folder && base.ends_with("gear.json")) {
    return FileKind::garmin_gear;
  }
  return ends_with_one_of(base, others) ? FileKind::other : FileKind::unknown;
}

FileKind kind_of_beginning(ByteView beginning) {
  if (fit::looks_like_fit(beginning)) {
    return FileKind::activity;
  }
  switch (archive::container_of(beginning)) {
  case archive::Container::zip:
    return FileKind::archive;
  case archive::Container::gzip:
  case archive::Container::bzip2:
    return FileKind::activity;
  case archive::Container::none:
    break;
  }
  const std::string text = to_lower(as_text(beginning));
  const bool is_track = text.find("<gpx") != std::string::npos ||
                        text.find("<trainingcenterdatabase") != std::string::npos ||
                        text.find("<kml") != std::string::npos;
  if (is_track) {
    return FileKind::activity;
  }
  return strava::looks_like_archive_table(beginning) ? FileKind::strava_table : FileKind::other;
}

bool is_archive_of_files(std::string_view name, ByteView content) {
  return archive::container_of(content) == archive::Container::zip &&
         (kind_of_name(name) != FileKind::activity || archive::holds_several_activities(content));
}

} // namespace tracekit::app
