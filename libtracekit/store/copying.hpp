// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>

#include "base/time.hpp"
#include "store/store.hpp"

namespace tracekit::store {

/// Whether a database holds more than what opening it makes: an owner without a name, and settings from a file.
bool holds_data(sql::Connection& connection);

/// See `Store::copy_to`.
CopyReport copy_all(sql::Connection& source, sql::Connection& target, const CopyProgress& progress);

/// Counts and checksums of every table that is copied.
std::vector<CopyReport::Table> table_checksums(sql::Connection& connection);

/// When the last backup was made of a database; nothing when none is known.
std::optional<EpochSeconds> last_backup_at(sql::Connection& connection);
void note_backup(sql::Connection& connection, EpochSeconds now);

/// See `Store::backup_to`; `progress` is told where rows are copied one by one.
void back_up(Store& source, const std::filesystem::path& target, const CopyProgress& progress = {});

} // namespace tracekit::store
