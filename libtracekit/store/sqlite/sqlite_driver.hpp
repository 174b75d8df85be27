// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "store/sql/driver.hpp"

struct sqlite3;

namespace tracekit::sqlite {

/// `tkit`: tells our files from those of other programs.
inline constexpr std::int32_t application_id = 0x746b6974;

/// What stands in a file's header.
struct Header {
  std::int64_t application_id = 0;
  std::int64_t user_version = 0; ///< the schema's version
  bool empty = true;             ///< there is no table at all
};

/// An SQLite database file (or `:memory:`), opened for one thread.
class SqliteDriver final : public sql::Driver {
public:
  /// Opens the file, made with mode 0600 when `create` is set. Throws Error(not_found) when it is missing and not to be
  /// made, Error(database) when it cannot be opened or is no SQLite database.
  SqliteDriver(std::string path, bool create);
  ~SqliteDriver() override;

  [[nodiscard]] sql::Engine engine() const override { return sql::Engine::sqlite; }
  [[nodiscard]] std::string location() const override { return path_; }
  [[nodiscard]] bool in_memory() const { return path_ == ":memory:"; }

  std::unique_ptr<sql::Statement> prepare(std::string_view sql) override;
  void run_script(const std::string& sql) override;
  void begin(sql::Access access) override;
  void commit() override;
  void rollback() noexcept override;
  void act_for(std::int64_t) override {} // the file belongs to whoever can open it
  void listen(const std::string& channel) override;
  bool wait_for_news(int timeout_ms) override;

  [[nodiscard]] Header header();
  /// Switches to the write-ahead log, waiting for others that do the same.
  void use_write_ahead_log();

private:
  [[noreturn]] void fail(int code);
  std::int64_t number(const char* sql);

  std::string path_;
  sqlite3* database_ = nullptr;
  std::int64_t seen_version_ = 0; ///< of the data, when news was last waited for
};

/// Throws Error(database) with one sentence about an SQLite result code, naming the file.
[[noreturn]] void throw_error(sqlite3* database, int code, const std::string& path);

} // namespace tracekit::sqlite
