// SPDX-License-Identifier: MIT
#include "store/checking/identities.hpp"

#include <fmt/format.h>

#include "store/dialect.hpp"

namespace tracekit::store {

namespace {

/// The newest number first: one that is given meanwhile is then no fault.
std::optional<LateIdentity> late_identity(sql::Connection& connection, const std::string& table) {
  if (!last_identity(connection, table)) {
    return std::nullopt;
  }
  std::int64_t newest = 0;
  {
    const std::string sql = fmt::format("SELECT max({}) FROM {}", columns_of(connection, table).front().name, table);
    sql::Query row = connection.query(sql);
    newest = row.next() ? row.integer(0) : 0;
  }
  const std::int64_t last = last_identity(connection, table).value_or(0);
  return newest > last ? std::optional(LateIdentity{table, last, newest}) : std::nullopt;
}

} // namespace

std::vector<LateIdentity> late_identities(sql::Connection& connection) {
  std::vector<LateIdentity> late;
  for (const std::string& table : table_names(connection)) {
    if (auto one = late_identity(connection, table)) {
      late.push_back(std::move(*one));
    }
  }
  return late;
}

void continue_identity(sql::Connection& connection, const LateIdentity& late) {
  sql::Transaction transaction(connection);
  if (const auto still = late_identity(connection, late.table)) { // never back
    set_last_identity(connection, late.table, still->newest);
  }
  transaction.commit();
}

} // namespace tracekit::store
