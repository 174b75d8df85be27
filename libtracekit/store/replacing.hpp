// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "store/store.hpp"

namespace tracekit::store {

/// Puts everything of `source` in the place of what a PostgreSQL database holds, in one transaction: until it is over,
/// and when it fails, everything is as it was. Counts and checksums are compared. Throws Error(database) when the
/// database user may not, or sees one person's rows only.
CopyReport replace_all(Store& source, Store& target, const CopyProgress& progress = {});

/// Throws Error(conflict) when somebody has this SQLite database open.
void refuse_if_in_use(const std::filesystem::path& database);

/// Gives an SQLite file the name of a database, in one step. What had the name is kept as `aside`. Throws
/// Error(conflict), with nothing done, when somebody has the database open.
void put_in_place(const std::filesystem::path& file, const std::filesystem::path& database,
                  const std::filesystem::path& aside);

} // namespace tracekit::store
