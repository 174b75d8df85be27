// SPDX-License-Identifier: MIT
#include "store/replacing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "store/copying.hpp"
#include "store/dialect.hpp"
#include "store/sqlite/sqlite_driver.hpp"

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

bool is_in_use(const fs::path& database) {
  try {
    return !sqlite::SqliteDriver(database.string(), false).leave_write_ahead_log();
  } catch (const Error&) {
    return false; // damaged, or no database at all: a reason to put another one in its place
  }
}

fs::path beside(const fs::path& database, const char* suffix) { return database.string() + suffix; }

} // namespace

CopyReport replace_all(Store& source, Store& target, const CopyProgress& progress) {
  sql::Transaction all = target.transaction();
  empty_all_tables(target.connection());
  CopyReport report = copy_all(source.connection(), target.connection(), progress);
  all.commit();
  return report;
}

void refuse_if_in_use(const fs::path& database) {
  if (fs::exists(database) && is_in_use(database)) {
    throw Error(ErrorKind::conflict, fmt::format("the database {} is in use", database.string()),
                "stop tracekit-web and the workers first");
  }
}

void put_in_place(const fs::path& file, const fs::path& database, const fs::path& aside) {
  if (fs::exists(database)) {
    refuse_if_in_use(database);
    std::error_code problem;
    fs::create_hard_link(database, aside, problem); // unlike moving it away, leaves no moment without a database
    if (problem) {
      throw Error(ErrorKind::input,
                  fmt::format("cannot keep {} as {}: {}", database.string(), aside.string(), problem.message()),
                  "move it away by hand, then try again");
    }
  }
  for (const char* log : {"-wal", "-shm", "-journal"}) { // of a damaged one, or of one that is gone: not of the new one
    if (fs::exists(beside(database, log))) {
      rename_for_good(beside(database, log), beside(aside, log));
    }
  }
  rename_for_good(file, database);
}

} // namespace tracekit::store
