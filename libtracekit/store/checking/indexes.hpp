// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "store/sql/connection.hpp"

namespace tracekit::store {

/// An index of the schema, and the statement that makes it.
struct Index {
  std::string name;
  std::string statement;
};

/// Those that the schema has and the database has not, or that PostgreSQL does not trust any more.
std::vector<Index> missing_indexes(sql::Connection& connection);

/// Makes them, all or none. Throws Error(database) where two rows have what must be unique.
void make_indexes(sql::Connection& connection, const std::vector<Index>& indexes);

} // namespace tracekit::store
