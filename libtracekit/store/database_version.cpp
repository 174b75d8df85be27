// SPDX-License-Identifier: MIT
#include "store/database_version.hpp"

namespace tracekit::store {

std::string database_version(sql::Connection& connection) {
  constexpr std::string_view of_sqlite = "PRAGMA data_version";
  constexpr std::string_view of_postgres =
      "SELECT CAST(pg_current_wal_insert_lsn() AS TEXT)"; // a commit writes to the log
  auto row = connection.query(connection.engine() == sql::Engine::sqlite ? of_sqlite : of_postgres);
  return row.next() ? row.text(0) : "";
}

} // namespace tracekit::store
