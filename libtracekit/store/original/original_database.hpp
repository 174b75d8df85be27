// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/connection.hpp"

namespace tracekit::store {

/// One row as it stands in the file. SQLite lets any value stand in any column, and layouts differ between versions of
/// that tool, so every column is read for what is wanted of it; a missing column is the same as an empty one.
class OriginalRow {
public:
  /// An empty text for none.
  [[nodiscard]] std::string text(std::string_view column) const;
  /// A number, or a text that is one.
  [[nodiscard]] std::optional<double> number(std::string_view column) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view column) const;

  void set(std::string column, std::string value) { values_.insert_or_assign(std::move(column), std::move(value)); }

private:
  std::map<std::string, std::string, std::less<>> values_; ///< as text; columns with null are not in it
};

/// The database of the Python tool that tracekit follows, as an SQLite file. It is read and never written.
class OriginalDatabase {
public:
  /// Nothing when the address leads to something else: no file, no SQLite database, one of tracekit's, or without that
  /// tool's tables. Throws Error(database) for a file that cannot be read.
  static std::optional<OriginalDatabase> recognise(const std::string& address);

  [[nodiscard]] std::string location() const { return connection_->driver().location(); }

  /// How many rows a table has; 0 where there is no such table.
  [[nodiscard]] std::int64_t count(const std::string& table) const;
  /// Hands out the rows of a table in the order in which they were written; none where there is no such table.
  void for_each(const std::string& table, const std::function<void(const OriginalRow&)>& take) const;

private:
  OriginalDatabase(std::unique_ptr<sql::Connection> connection, std::vector<std::string> tables);
  [[nodiscard]] bool has(const std::string& table) const;

  std::unique_ptr<sql::Connection> connection_;
  std::vector<std::string> tables_;
};

} // namespace tracekit::store
