// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "store/store.hpp"

namespace tracekit::store {

/// Whether a database holds more than what opening it makes: an owner without a name, and settings from a file.
bool holds_data(sql::Connection& connection);

/// See `Store::copy_to`.
CopyReport copy_all(sql::Connection& source, sql::Connection& target, const CopyProgress& progress);

/// Counts and checksums of every table that is copied.
std::vector<CopyReport::Table> table_checksums(sql::Connection& connection);

/// See `Store::backup_to`; `progress` is told where rows are copied one by one.
void back_up(Store& source, const std::filesystem::path& target, const CopyProgress& progress = {});

} // namespace tracekit::store
