// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "store/store.hpp"

namespace tracekit::store {

/// See `Store::copy_to`.
CopyReport copy_all(sql::Connection& source, sql::Connection& target, const CopyProgress& progress);

/// Counts and checksums of every table that is copied.
std::vector<CopyReport::Table> table_checksums(sql::Connection& connection);

/// See `Store::backup_to`.
void back_up(Store& source, const std::filesystem::path& target);

} // namespace tracekit::store
