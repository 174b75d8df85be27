// SPDX-License-Identifier: MIT
#include "store/original/original_database.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <fmt/format.h>

#include "base/text.hpp"
#include "store/address.hpp"
#include "store/dialect.hpp"
#include "store/sqlite/sqlite_driver.hpp"

namespace tracekit::store {
namespace {

bool is_sqlite_file(const std::string& path) {
  constexpr std::string_view magic = "SQLite format 3";
  std::ifstream in(path, std::ios::binary);
  std::string head(magic.size(), '\0');
  return in.read(head.data(), static_cast<std::streamsize>(head.size())) && head == magic;
}

/// Other programs have tables of activities, too; this one has a table of them for each provider, with ids named so.
bool looks_like_the_tool(sql::Connection& connection, const std::vector<std::string>& tables) {
  return std::ranges::any_of(tables, [&](const std::string& table) {
    constexpr std::string_view ending = "_activities";
    if (!table.ends_with(ending)) {
      return false;
    }
    const std::vector<Column> columns = columns_of(connection, table);
    const auto has = [&](std::string_view name) {
      return std::ranges::any_of(columns, [&](const Column& column) { return column.name == name; });
    };
    const std::string provider = table.substr(0, table.size() - ending.size());
    return has("start_time") && (has(provider + "_id") || has("file_checksum"));
  });
}

std::string text_of(const sql::Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return std::to_string(*integer);
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return fmt::format("{}", *real);
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return to_valid_utf8(*text);
  }
  return "";
}

} // namespace

std::string OriginalRow::text(std::string_view column) const {
  const auto found = values_.find(column);
  return found == values_.end() ? std::string() : found->second;
}

std::optional<double> OriginalRow::number(std::string_view column) const {
  const auto value = parse_double(text(column));
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<std::int64_t> OriginalRow::integer(std::string_view column) const {
  constexpr double exact = 9007199254740992.0; // larger ones are whole only by accident
  const std::string digits = text(column);
  if (const auto whole = parse_integer(digits)) {
    return *whole;
  }
  const auto value = number(column);
  return value && std::abs(*value) <= exact ? std::optional(static_cast<std::int64_t>(*value)) : std::nullopt;
}

OriginalDatabase::OriginalDatabase(std::unique_ptr<sql::Connection> connection, std::vector<std::string> tables)
    : connection_(std::move(connection)), tables_(std::move(tables)) {}

std::optional<OriginalDatabase> OriginalDatabase::recognise(const std::string& address) {
  const Address parsed = parse_address(address);
  if (parsed.engine != sql::Engine::sqlite || !is_sqlite_file(parsed.target)) {
    return std::nullopt;
  }
  auto driver = std::make_unique<sqlite::SqliteDriver>(parsed.target, false);
  if (driver->header().application_id == sqlite::application_id) {
    return std::nullopt;
  }
  auto connection = std::make_unique<sql::Connection>(std::move(driver));
  connection->run_script("PRAGMA query_only = ON");
  std::vector<std::string> tables = table_names(*connection);
  if (!looks_like_the_tool(*connection, tables)) {
    return std::nullopt;
  }
  return OriginalDatabase(std::move(connection), std::move(tables));
}

bool OriginalDatabase::has(const std::string& table) const {
  return std::ranges::find(tables_, table) != tables_.end();
}

std::int64_t OriginalDatabase::count(const std::string& table) const {
  if (!has(table)) {
    return 0;
  }
  const std::string sql = fmt::format("SELECT count(*) FROM \"{}\"", table);
  sql::Query row = connection_->query(sql);
  return row.next() ? row.integer(0) : 0;
}

void OriginalDatabase::for_each(const std::string& table, const std::function<void(const OriginalRow&)>& take) const {
  if (!has(table)) {
    return;
  }
  const std::vector<Column> columns = columns_of(*connection_, table);
  const std::string sql = fmt::format("SELECT * FROM \"{}\" ORDER BY rowid", table);
  sql::Query rows = connection_->query(sql);
  while (rows.next()) {
    OriginalRow row;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (const auto index = static_cast<int>(i); !rows.is_null(index)) {
        row.set(columns[i].name, text_of(rows.value(index)));
      }
    }
    take(row);
  }
}

} // namespace tracekit::store
