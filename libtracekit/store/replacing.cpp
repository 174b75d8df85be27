// SPDX-License-Identifier: MIT
#include "store/replacing.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/error.hpp"
#include "store/copying.hpp"
#include "store/dialect.hpp"
#include "store/sqlite/sole_use.hpp"

namespace tracekit::store {
namespace {

namespace fs = std::filesystem;

// Numbers begin anew, which unlike setting them is undone when the transaction fails.
void empty_all_tables(sql::Connection& target) {
  std::vector<std::string> names = table_names(target);
  std::erase_if(names,
                [](const std::string& name) { return name == "schema_migrations" || name == "database_properties"; });
  target.run_script(
      fmt::format("ALTER TABLE audit DISABLE TRIGGER USER; TRUNCATE {} RESTART IDENTITY; "
                  "ALTER TABLE audit ENABLE TRIGGER USER; "
                  "DELETE FROM database_properties WHERE name IN ('copy_of', 'copy_state', 'secret_key_id')",
                  fmt::join(names, ", ")));
}

/// The suffixes of the logs that are there. SQLite takes whatever has such a name for the database's own.
std::vector<std::string> logs_beside(const fs::path& database) {
  std::vector<std::string> suffixes{"-wal", "-shm", "-journal"};
  std::erase_if(suffixes, [&](const std::string& suffix) { return !fs::exists(database.string() + suffix); });
  return suffixes;
}

void move_logs(const std::vector<std::string>& logs, const fs::path& database, const fs::path& aside) {
  for (const std::string& suffix : logs) {
    rename_for_good(database.string() + suffix, aside.string() + suffix);
  }
}

/// Leaves no moment without a database, and none in which it has two names: SQLite is not safe then, and what is kept
/// would change with it. The new one has the name of what is kept for a moment, so that one step does the rest.
void replace_keeping(const fs::path& file, const fs::path& database, const fs::path& aside) {
  if (!rename_to_free_name(file, aside)) {
    throw Error(ErrorKind::conflict, fmt::format("{} is there already", aside.string()), "try again");
  }
  if (exchange_names(aside, database)) {
    return;
  }
  rename_for_good(aside, file); // on a disk that cannot exchange names
  std::error_code problem;
  fs::create_hard_link(database, aside, problem);
  if (problem) {
    throw Error(ErrorKind::input,
                fmt::format("cannot keep {} as {}: {}", database.string(), aside.string(), problem.message()),
                "move it away by hand, then try again");
  }
  rename_for_good(file, database);
}

[[noreturn]] void refuse_taken(const fs::path& database) {
  throw Error(ErrorKind::conflict, fmt::format("there is a database already: {}", database.string()),
              "somebody has made it meanwhile");
}

} // namespace

CopyReport replace_all(Store& source, Store& target, const CopyProgress& progress) {
  sql::Transaction all = target.transaction();
  empty_all_tables(target.connection());
  CopyReport report = copy_all(source.connection(), target.connection(), progress);
  all.commit();
  return report;
}

void refuse_if_in_use(const fs::path& database) {
  if (fs::exists(database)) {
    const sqlite::SoleUse for_a_moment(database);
  }
}

bool put_in_place(const fs::path& file, const fs::path& database, const fs::path& aside,
                  AtomicFile::Existing existing) {
  // Looked for before the database is: of one that is gone, not of one that somebody makes right now.
  const std::vector<std::string> abandoned_logs = logs_beside(database);
  if (!fs::exists(database)) {
    move_logs(abandoned_logs, database, aside);
    if (!rename_to_free_name(file, database)) {
      refuse_taken(database);
    }
    return false;
  }
  if (existing == AtomicFile::Existing::keep) {
    refuse_taken(database);
  }
  const sqlite::SoleUse alone(database);
  move_logs(logs_beside(database), database, aside); // of a damaged one
  replace_keeping(file, database, aside);
  return true;
}

} // namespace tracekit::store
