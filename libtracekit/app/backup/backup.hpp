// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "app/backup/manifest.hpp"

namespace tracekit::app {

struct BackupOptions {
  std::filesystem::path target; ///< a file that is not there yet, or a folder, in which the file is named by the time
  std::optional<Secret> passphrase; ///< encrypted with it
  bool with_key = false;            ///< the key that seals sign-ins goes along: encrypted backups only
  std::optional<int> keep;          ///< of a folder's backups: as many of the newest stay
};

struct BackupReport {
  std::filesystem::path file;
  std::uint64_t bytes = 0;
  bool is_encrypted = false;
  BackupManifest manifest;
  std::vector<std::string> left_out;          ///< what is not in it although one might think so, a sentence each
  std::vector<std::filesystem::path> removed; ///< older backups
};

/// Copies everything, of everybody, into one file while others go on: the database as of one moment, then the folder of
/// activity files. What was written is read again before the file gets its name; killed before, it leaves nothing.
/// Throws Error(usage) for options that do not fit, Error(database) when the database user sees one person's rows only,
/// Error(input) when the file exists or cannot be written.
BackupReport back_up(App& app, const BackupOptions& options);

/// TRACEKIT_BACKUP_PASSPHRASE, or the content of the file that TRACEKIT_BACKUP_PASSPHRASE_FILE names.
std::optional<Secret> passphrase_of_environment();

nlohmann::json to_json(const BackupReport& report);

} // namespace tracekit::app
