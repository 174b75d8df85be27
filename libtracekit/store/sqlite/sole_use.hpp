// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>

struct sqlite3;

namespace tracekit::sqlite {

/// Keeps everybody else out of an SQLite file, with SQLite's own lock, while another file takes its place. Whoever
/// opens it meanwhile waits, and is refused as soon as it wants to write into what has lost its name. Nothing else in
/// this process may open and close the file while this lives: POSIX forgets its locks then.
class SoleUse {
public:
  /// Puts everything into the one file first, with nothing beside it; a damaged one, or what is no database at all,
  /// stays as it is, but is locked as well. Throws Error(conflict) when somebody has it open, Error(database) when
  /// nobody can tell.
  explicit SoleUse(const std::filesystem::path& file);

private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> locked_; ///< closing it unlocks the file
};

} // namespace tracekit::sqlite
