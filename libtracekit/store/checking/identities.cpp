// SPDX-License-Identifier: MIT
#include "store/checking/identities.hpp"

#include <fmt/format.h>

#include "store/dialect.hpp"

namespace tracekit::store {

std::vector<LateIdentity> late_identities(sql::Connection& connection) {
  std::vector<LateIdentity> late;
  for (const std::string& table : table_names(connection)) {
    const auto last = last_identity(connection, table);
    if (!last) {
      continue;
    }
    const std::string sql = fmt::format("SELECT max({}) FROM {}", columns_of(connection, table).front().name, table);
    sql::Query newest = connection.query(sql);
    if (newest.next() && newest.integer(0) > *last) {
      late.push_back({table, *last, newest.integer(0)});
    }
  }
  return late;
}

void continue_identity(sql::Connection& connection, const LateIdentity& late) {
  sql::Transaction transaction(connection);
  set_last_identity(connection, late.table, late.newest);
  transaction.commit();
}

} // namespace tracekit::store
