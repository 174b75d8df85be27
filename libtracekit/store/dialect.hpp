// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/connection.hpp"

namespace tracekit::store {

/// Everything in which the two engines really differ. All other SQL is one text for both.

/// `sqlite` or `postgres`, as in the names of migration files.
std::string_view engine_name(sql::Engine engine);

/// A migration's text for an engine: migrations are written in SQLite's words.
std::string schema_text(sql::Engine engine, std::string_view text);

/// The version of the schema that a database has; 0 when there is none.
std::int64_t schema_version(sql::Connection& connection);
/// Notes the version where `schema_version` finds it without reading the schema. Inside a transaction.
void set_schema_version(sql::Connection& connection, std::int64_t version);
/// Keeps other migrating processes away until the end of the transaction, and makes the place for our tables.
void lock_for_migration(sql::Connection& connection);

struct Column {
  std::string name;
  enum class Type { integer, real, text, blob } type = Type::integer;
  int key_position = 0; ///< 1, 2 ... within the primary key; 0 outside
};

/// Names of all our tables, sorted.
std::vector<std::string> table_names(sql::Connection& connection);
/// Columns of a table in their order.
std::vector<Column> columns_of(sql::Connection& connection, const std::string& table);

/// Names of the indexes of our tables that the engine uses.
std::set<std::string> usable_indexes(sql::Connection& connection);

/// The last number that a table's identity column gave, 0 when none; nothing for tables without one.
std::optional<std::int64_t> last_identity(sql::Connection& connection, const std::string& table);
/// Makes the identity column go on after `last`.
void set_last_identity(sql::Connection& connection, const std::string& table, std::int64_t last);

/// Stands behind a SELECT of rows that are about to be taken: those that another session is taking are left out.
/// SQLite's writers take turns anyway.
std::string_view skipping_locked(sql::Engine engine);
/// Waits until no other transaction has this number's turn, and has it until the end of its own. SQLite's writers take
/// turns anyway.
void wait_for_turn(sql::Connection& connection, std::int64_t number);
/// Tells whoever listens, at the commit, that there is work. See `Driver::wait_for_news`.
void announce_work(sql::Connection& connection);
inline constexpr const char* work_channel = "tracekit_work";

/// Until the end of the transaction: nobody takes the tables with sealed secrets alone, or nobody else writes to them.
/// SQLite's writers take turns anyway.
enum class SealedTables { shared, alone };
void hold_sealed_tables(sql::Connection& connection, SealedTables how);

/// Whether statements see the rows of everybody, not only those of the person that the connection acts for.
bool sees_everybody(sql::Connection& connection);
/// Whether the connection may change our tables.
bool may_write(sql::Connection& connection);

/// Bytes on disk.
std::uint64_t size_on_disk(sql::Connection& connection);
/// One sentence for each thing that the engine finds wrong.
std::vector<std::string> integrity_complaints(sql::Connection& connection);
/// What the engine can tell of its own pages and indexes, however long it takes; not of references.
std::vector<std::string> engine_complaints(sql::Connection& connection);
/// What it can tell in a moment.
std::vector<std::string> quick_complaints(sql::Connection& connection);

} // namespace tracekit::store
