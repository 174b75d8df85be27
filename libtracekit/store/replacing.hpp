// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "base/atomic_file.hpp"
#include "store/store.hpp"

namespace tracekit::store {

/// Puts everything of `source` in the place of what a PostgreSQL database holds, in one transaction: until it is over,
/// and when it fails, everything is as it was. Counts and checksums are compared. Throws Error(database) when the
/// database user may not, or sees one person's rows only.
CopyReport replace_all(Store& source, Store& target, const CopyProgress& progress = {});

/// Throws Error(conflict) when somebody has this SQLite database open, Error(database) when nobody can tell.
void refuse_if_in_use(const std::filesystem::path& database);

/// Gives an SQLite file the name of a database, in one step, with everybody else kept out meanwhile. What had the name,
/// if anything, is then called `aside`; true when there was something. Throws the same, and Error(conflict) when the
/// name is taken and `existing` is to be kept, with the database as it was.
bool put_in_place(const std::filesystem::path& file, const std::filesystem::path& database,
                  const std::filesystem::path& aside, AtomicFile::Existing existing);

} // namespace tracekit::store
