// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

namespace tracekit::app {

/// One file in a backup.
struct BackedUpFile {
  std::string path; ///< in the data folder, with `/` between folders
  std::uint64_t size = 0;
  std::string sha256;
  EpochSeconds modified_s = 0;
  std::uint64_t parts = 1; ///< members of the archive that hold it
};

/// What a backup holds: the last member of its archive. The first file is the database.
struct BackupManifest {
  EpochSeconds made_at = 0;
  std::string engine; ///< that the database was on; in the backup it is an SQLite file
  std::int64_t schema_version = 0;
  std::vector<CopyReport::Table> tables;
  std::vector<BackedUpFile> files;

  [[nodiscard]] const BackedUpFile& database() const { return files.front(); }
  [[nodiscard]] std::int64_t rows() const;
  [[nodiscard]] bool has_key() const;
  /// How many files of people: all but the database and the key.
  [[nodiscard]] std::size_t activity_files() const { return files.size() - (has_key() ? 2 : 1); }
};

/// Names of files in a backup.
inline constexpr const char* backup_database_name = "tracekit.sqlite3";
inline constexpr const char* backup_key_name = "secret.key";
inline constexpr const char* backup_files_folder = "activities";
inline constexpr const char* backup_manifest_name = "manifest.json";

nlohmann::json to_json(const BackupManifest& manifest);

/// Reads one. Throws Error(input), without a subject, for one that is malformed, of another version, or leads out of
/// the data folder by a name.
BackupManifest parse_manifest(ByteView text);

} // namespace tracekit::app
