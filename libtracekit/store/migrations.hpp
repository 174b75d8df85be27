// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/connection.hpp"

namespace tracekit::store {

/// One file of store/migrations, as it is compiled into the program.
struct EmbeddedSql {
  std::string_view file_name; ///< `0001_initial.sql`, or `0001_initial.sqlite.sql` for what only one engine gets
  std::string_view text;
};
const std::vector<EmbeddedSql>& embedded_sql();

/// One numbered step of the schema, in an engine's own words.
struct Migration {
  std::int64_t version = 0;
  std::string name;
  std::string text;
};

/// The steps of this program for an engine, by version, without gaps. Throws std::logic_error when files are misnamed.
std::vector<Migration> migrations_for(sql::Engine engine, const std::vector<EmbeddedSql>& files = embedded_sql());

/// The version that this program's files lead to.
std::int64_t newest_version();

/// Applies what is missing, all or nothing, under a lock, and returns their names. Another process that does the same
/// is waited for. Throws Error(database) when the schema is newer than `migrations`, or when a step that was applied
/// had another text.
std::vector<std::string> apply_migrations(sql::Connection& connection, const std::vector<Migration>& migrations);

/// Throws Error(database): "was written by a newer tracekit".
void refuse_newer_schema(sql::Connection& connection, std::int64_t found, std::int64_t known);

} // namespace tracekit::store
