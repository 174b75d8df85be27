// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "app/backup/manifest.hpp"

namespace tracekit::app {

/// What became of the key that seals sign-ins. `here` is the environment or, without a key there, the data folder.
enum class RestoredKey {
  missing, ///< neither in the backup nor here
  restored,
  here,      ///< one is here and stays: the one of the backup, or the backup has none
  other_here ///< another one than in the backup is here and stays; sign-ins of the backup cannot be read with it
};

struct RestoreReport {
  std::string database; ///< where it is now, for people; empty for a rehearsal
  BackupManifest manifest;
  bool was_encrypted = false;
  std::int64_t schema_version = 0;            ///< to which it was brought
  std::filesystem::path aside;                ///< the database that was here before; empty when there was none
  std::uint64_t files_restored = 0;           ///< others were there already
  std::vector<std::string> files_that_differ; ///< here and in the backup: left as they are
  RestoredKey key = RestoredKey::missing;
};

struct RestoreOptions {
  std::filesystem::path file;
  std::function<Secret()> passphrase; ///< asked when the backup is encrypted
  bool replace = false;               ///< also where there is a database that is not empty
};

/// Brings back what a backup holds, into the configured database, of either kind, and the data folder. The database
/// comes last and in one step: until then, and when this is killed, what was there is in use as before. A file is never
/// replaced nor removed. Throws Error(input) when a byte of the backup is not as it was written, Error(conflict) when
/// there is a database and it is not to be replaced or is in use.
RestoreReport restore(const Overrides& overrides, const RestoreOptions& options, ProgressSink& progress,
                      const Cancellation& cancellation);

/// Does all of that in a scratch folder and throws it away: the same errors, and nothing is changed.
RestoreReport rehearse_restore(const Overrides& overrides, const RestoreOptions& options, ProgressSink& progress,
                               const Cancellation& cancellation);

nlohmann::json to_json(const RestoreReport& report);

} // namespace tracekit::app
