// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "app/app.hpp"
#include "app/original_database.hpp"

namespace tracekit::app {

struct MigrateReport {
  std::string database; ///< where it is, for people
  MigrationReport schema;
  CopyReport copied;                             ///< empty unless something was copied
  std::optional<OriginalReport> taken_over = {}; ///< from the Python tool's database, which is no copy
};

/// Creates or upgrades the schema of the configured database, waiting for a server that is still starting, and copies
/// everything from another tracekit database when `from` names one; that of the Python tool is taken over. Safe from
/// several processes at once, and to be run again after it was killed.
MigrateReport migrate(const Overrides& overrides, double wait_seconds, const std::optional<std::string>& from,
                      ProgressSink& progress, const Cancellation& cancellation);

} // namespace tracekit::app
