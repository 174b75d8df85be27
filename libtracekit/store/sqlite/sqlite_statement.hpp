// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "store/sql/driver.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace tracekit::sqlite {

/// One prepared statement of an open database. `path` is for messages.
class SqliteStatement final : public sql::Statement {
public:
  SqliteStatement(sqlite3* database, std::string_view sql, const std::string& path);
  ~SqliteStatement() override;

  void bind(int number, const sql::Value& value, sql::Lifetime lifetime) override;
  bool step() override;
  void reset() noexcept override;
  [[nodiscard]] std::int64_t changes() const override { return changes_; }

  [[nodiscard]] sql::Value value(int column) const override;
  [[nodiscard]] bool is_null(int column) const override;
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] double real(int column) const override;
  [[nodiscard]] std::string_view text(int column) const override;
  [[nodiscard]] ByteView blob(int column) const override;

private:
  sqlite3* database_;
  const std::string& path_;
  sqlite3_stmt* statement_ = nullptr;
  std::vector<int> slots_; ///< `$n` to SQLite's own index; 0 where the text does not mention it
  std::int64_t changes_ = 0;
  bool done_ = false;
};

} // namespace tracekit::sqlite
