// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "store/dialect.hpp"
#include "store/store.hpp"

namespace tracekit::store {

/// A table that belongs to a copy. All do but the schema's own bookkeeping.
struct CopiedTable {
  std::string_view name;
  std::int64_t batch = 500; ///< rows held in memory at once; few where rows are big
  bool append_only = false; ///< rows are never changed, and the database sees to it
};

/// Tables before those that refer to them.
std::span<const CopiedTable> copied_tables();

/// One value that owns its bytes.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string, Bytes>;
using Row = std::vector<Cell>;
sql::Value value_of(const Cell& cell);

/// A table's columns, and the texts that read it in the order of its key and write it.
struct TablePlan {
  std::string table;
  std::vector<Column> columns;
  std::vector<std::size_t> key; ///< indexes of the key's columns, in the key's order
  std::string first_page;
  std::string next_page; ///< the key of the last row read is $1, $2 ...
  std::string insert;    ///< a row of the same key is replaced
};
TablePlan plan_for(sql::Connection& connection, const CopiedTable& table);

/// Calls `take` for pages of rows in the order of the key.
void for_each_page(sql::Connection& connection, const TablePlan& plan,
                   const std::function<void(const std::vector<Row>&)>& take);

/// Count and checksum of a table: the same for the same rows, whatever the engine.
CopyReport::Table checksum_of(sql::Connection& connection, const TablePlan& plan);

} // namespace tracekit::store
