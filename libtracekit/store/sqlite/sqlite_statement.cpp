// SPDX-License-Identifier: MIT
#include "store/sqlite/sqlite_statement.hpp"

#include <sqlite3.h>

#include <charconv>

#include "store/sqlite/sqlite_driver.hpp"

namespace tracekit::sqlite {
namespace {

// SQLite names `$2` as it stands in the text, but counts parameters by first appearance.
std::vector<int> slots_of(sqlite3_stmt* statement) {
  std::vector<int> slots(1, 0);
  for (int index = 1; index <= sqlite3_bind_parameter_count(statement); ++index) {
    const char* name = sqlite3_bind_parameter_name(statement, index);
    if (name == nullptr || name[0] != '$') {
      continue;
    }
    const std::string_view digits = name + 1;
    std::size_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (number >= slots.size()) {
      slots.resize(number + 1, 0);
    }
    slots[number] = index;
  }
  return slots;
}

struct Binder {
  sqlite3_stmt* statement;
  int index;
  sqlite3_destructor_type copy;

  int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
  int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, index, number); }
  int operator()(double number) const { return sqlite3_bind_double(statement, index, number); }
  int operator()(std::string_view text) const {
    const char* data = text.data() == nullptr ? "" : text.data();
    return sqlite3_bind_text64(statement, index, data, text.size(), copy, SQLITE_UTF8);
  }
  int operator()(ByteView bytes) const {
    if (bytes.empty()) {
      return sqlite3_bind_zeroblob(statement, index, 0);
    }
    return sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), copy);
  }
};

sqlite3_destructor_type destructor_of(sql::Lifetime lifetime) {
  // SQLITE_TRANSIENT is an old-style cast of -1, SQLite's own choice. NOLINTNEXTLINE(performance-no-int-to-ptr)
  return lifetime == sql::Lifetime::until_reset ? nullptr : reinterpret_cast<sqlite3_destructor_type>(-1);
}

} // namespace

SqliteStatement::SqliteStatement(sqlite3* database, std::string_view sql, const std::string& path)
    : database_(database), path_(path) {
  const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement_, nullptr);
  if (code != SQLITE_OK) {
    throw_error(database, code, path);
  }
  slots_ = slots_of(statement_);
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

void SqliteStatement::bind(int number, const sql::Value& value, sql::Lifetime lifetime) {
  const auto slot = static_cast<std::size_t>(number);
  if (slot >= slots_.size() || slots_[slot] == 0) {
    return;
  }
  const int code = std::visit(Binder{statement_, slots_[slot], destructor_of(lifetime)}, value);
  if (code != SQLITE_OK) {
    throw_error(database_, code, path_);
  }
}

bool SqliteStatement::step() {
  if (done_) {
    return false; // SQLite would silently run it again
  }
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    throw_error(database_, code, path_);
  }
  done_ = true;
  changes_ = sqlite3_stmt_readonly(statement_) != 0 ? 0 : sqlite3_changes64(database_);
  return false;
}

void SqliteStatement::reset() noexcept {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  done_ = false;
}

sql::Value SqliteStatement::value(int column) const {
  // One look-up of the column instead of one for its type, its bytes and its size each: rows of records have many
  // columns.
  sqlite3_value* raw = sqlite3_column_value(statement_, column);
  switch (sqlite3_value_type(raw)) {
  case SQLITE_INTEGER:
    return static_cast<std::int64_t>(sqlite3_value_int64(raw));
  case SQLITE_FLOAT:
    return sqlite3_value_double(raw);
  case SQLITE_TEXT: {
    const auto* data = static_cast<const char*>(sqlite3_value_blob(raw));
    return std::string_view(data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_value_bytes(raw)));
  }
  case SQLITE_BLOB: {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_value_blob(raw));
    return ByteView(data, static_cast<std::size_t>(sqlite3_value_bytes(raw)));
  }
  default:
    return std::monostate{};
  }
}

bool SqliteStatement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t SqliteStatement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

double SqliteStatement::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view SqliteStatement::text(int column) const {
  const unsigned char* data = sqlite3_column_text(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return data == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data), size);
}

ByteView SqliteStatement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return data == nullptr ? ByteView() : ByteView(data, size);
}

} // namespace tracekit::sqlite
