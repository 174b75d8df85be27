// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// Something that was not imported, and why.
struct NotImported {
  std::string name; ///< path; inside archives `export.zip: activities/1.fit.gz`
  std::string why;  ///< in words that may follow the name
};

/// What became of the records of one provider's table.
struct ImportedTable {
  std::uint64_t added = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t kept = 0; ///< known better from the provider itself, which left nothing open
};

/// A file, a folder or an archive that a person names, and what the report calls it.
struct ImportSource {
  std::filesystem::path path;
  std::string name;
};

struct ImportReport {
  std::uint64_t files = 0;                          ///< looked at
  std::uint64_t imported = 0;                       ///< files that gave activities which were not there
  std::uint64_t activities = 0;                     ///< records of these
  std::uint64_t already_there = 0;                  ///< files whose content was imported or pulled before
  std::uint64_t duplicates = 0;                     ///< files whose content came twice in this import
  std::map<std::string, std::uint64_t> by_format;   ///< of the imported files
  std::map<std::string, std::uint64_t> no_activity; ///< courses, monitoring ..., by kind
  std::map<std::string, ImportedTable> tables;      ///< by provider
  std::vector<NotImported> unreadable;              ///< files in which nothing can be read
  std::vector<NotImported> refused;                 ///< by their size, name or nesting
  std::vector<NotImported> damaged;                 ///< read as far as they go
  std::uint64_t failures = 0;                       ///< of these three, those that may have held activities
  double seconds = 0;                               ///< of reading and storing

  /// Whether anything came of what was named, be it only that it was there already.
  [[nodiscard]] bool has_taken() const;
  /// 0; with failures 3, or 1 when nothing could be taken.
  [[nodiscard]] int exit_code() const;
};

/// Imports files, folders and zip archives, nested at most three deep, whatever they are called; Strava's and Garmin's
/// account archives are recognised by what lies in them, and their tables become records of these providers with origin
/// `archive`. A record that came from the provider itself is kept, and gets what only the archive tells. Files that
/// hold activities go into the folder of the file provider and become its records; what is known by content is not read
/// again, so that an import may be broken off and run again. Reads on all cores, in memory that does not depend on how
/// much there is, and matches in the end.
///
/// Throws Error(input) for a path that is not there or lies in the folder of the file provider, Error(conflict) while
/// another process pulls, Error(interrupted) with everything stored that was read so far.
ImportReport import(App& app, const std::vector<ImportSource>& sources);

nlohmann::json to_json(const ImportReport& report);

} // namespace tracekit::app
