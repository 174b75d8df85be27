// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "store/checking/fault.hpp"
#include "store/sql/connection.hpp"

/// Rows that lead to other rows. The engines see to most of them, but not in a database that was damaged or written to
/// by other programs. These look at all rows that the connection sees, whosesoever they are.
namespace tracekit::store {

/// A fault for each row that leads to one that is not there, belongs to somebody else, or should have a kept file and
/// has none.
void check_references(sql::Connection& connection, const Slice& slice, const std::function<void(Fault)>& report);

/// Rows of a table that are parts of something that is gone.
struct Orphans {
  std::string table;
  std::string column; ///< leads to what is gone
  std::string what;   ///< `links of missing records`
  std::int64_t rows = 0;
};
/// Those that the engine would have removed together with what they belong to; nobody can reach them.
std::vector<Orphans> find_orphans(sql::Connection& connection);
/// Removes them.
void remove_orphans(sql::Connection& connection, const Orphans& orphans);

} // namespace tracekit::store
