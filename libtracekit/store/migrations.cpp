// SPDX-License-Identifier: MIT
#include "store/migrations.hpp"

#include <array>
#include <map>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/rand.h>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "store/dialect.hpp"

namespace tracekit::store {
namespace {

void begin_schema(sql::Connection& connection) {
  lock_for_migration(connection);
  if (schema_version(connection) > 0) {
    return; // IF NOT EXISTS would ask for the right to create tables even where there is nothing to create
  }
  connection.run_script(schema_text(connection.engine(),
                                    "CREATE TABLE IF NOT EXISTS schema_migrations ("
                                    "version INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                                    "checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT"));
}

std::string random_id() {
  std::array<std::uint8_t, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw Error(ErrorKind::database, "the system gave no random numbers for a new database");
  }
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

void check_applied(sql::Connection& connection, const std::vector<Migration>& migrations) {
  sql::Query applied = connection.query("SELECT version, name, checksum FROM schema_migrations ORDER BY version");
  while (applied.next()) {
    const std::int64_t version = applied.integer(0);
    if (version > std::ssize(migrations)) {
      refuse_newer_schema(connection, version, std::ssize(migrations));
    }
    const Migration& known = migrations[static_cast<std::size_t>(version - 1)];
    if (known.name != applied.text_view(1) || sha256_hex(as_bytes(known.text)) != applied.text_view(2)) {
      throw Error(ErrorKind::database,
                  fmt::format("the database {} was made with another text of migration {} ({})",
                              connection.driver().location(), version, applied.text_view(1)),
                  "it comes from a development version of tracekit; restore a backup or start a new database");
    }
  }
}

void apply(sql::Connection& connection, const Migration& migration) {
  connection.run_script(migration.text);
  connection.execute("INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
                     migration.version, migration.name, sha256_hex(as_bytes(migration.text)), SystemClock().now());
  if (migration.version == 1) {
    connection.execute("INSERT INTO database_properties (name, value) VALUES ('database_id', $1)", random_id());
  }
  set_schema_version(connection, migration.version);
}

} // namespace

std::vector<Migration> migrations_for(sql::Engine engine, const std::vector<EmbeddedSql>& files) {
  std::map<std::int64_t, Migration> migrations;
  for (const EmbeddedSql& file : files) {
    const std::vector<std::string> parts = split(file.file_name, '.');
    const std::string& stem = parts.front();
    const auto version = parse_integer(std::string_view(stem).substr(0, 4));
    if (parts.size() < 2 || parts.size() > 3 || parts.back() != "sql" || !version || stem.size() < 6) {
      throw std::logic_error(fmt::format("{} is not named NNNN_name.sql", file.file_name));
    }
    Migration& migration = migrations[*version];
    migration.version = *version;
    migration.name = stem.substr(5);
    if (parts.size() == 2) {
      migration.text = schema_text(engine, file.text) + migration.text; // what both get comes first
    } else if (parts[1] == engine_name(engine)) {
      migration.text += file.text;
    }
  }
  std::vector<Migration> ordered;
  for (auto& [version, migration] : migrations) {
    if (version != std::ssize(ordered) + 1) {
      throw std::logic_error(fmt::format("there is no migration {}", ordered.size() + 1));
    }
    ordered.push_back(std::move(migration));
  }
  return ordered;
}

std::int64_t newest_version() {
  const std::string_view last = embedded_sql().back().file_name;
  return parse_integer(last.substr(0, 4)).value_or(0);
}

void refuse_newer_schema(sql::Connection& connection, std::int64_t found, std::int64_t known) {
  throw Error(ErrorKind::database,
              fmt::format("the database {} was written by a newer tracekit (schema {}, this one knows {})",
                          connection.driver().location(), found, known),
              "install the newer tracekit");
}

std::vector<std::string> apply_migrations(sql::Connection& connection, const std::vector<Migration>& migrations) {
  // All in one transaction: a half migrated database could not tell a killed first run from an old program's.
  sql::Transaction transaction(connection, sql::Access::exclusive);
  begin_schema(connection);
  check_applied(connection, migrations);
  std::vector<std::string> names;
  for (std::int64_t version = schema_version(connection); version < std::ssize(migrations); ++version) {
    const Migration& next = migrations[static_cast<std::size_t>(version)];
    apply(connection, next);
    names.push_back(next.name);
  }
  transaction.commit();
  return names;
}

} // namespace tracekit::store
