// SPDX-License-Identifier: MIT
#include "store/sqlite/sqlite_driver.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/sqlite/sqlite_statement.hpp"

namespace tracekit::sqlite {
namespace {

constexpr int busy_timeout_ms = 10'000;

// Applies to the connection, not to the file; the order matters: first of all others may be waited for.
// The page size counts for a new file only: originals and streams are big, so pages are bigger than usual.
constexpr const char* connection_settings = "PRAGMA page_size = 8192;"
                                            "PRAGMA foreign_keys = ON;"
                                            "PRAGMA synchronous = FULL;"
                                            "PRAGMA trusted_schema = OFF;"
                                            "PRAGMA cell_size_check = ON;"
                                            "PRAGMA temp_store = MEMORY;"
                                            "PRAGMA journal_size_limit = 67108864;"
                                            "PRAGMA wal_autocheckpoint = 2000;";

struct Advice {
  int code;             ///< an extended one before the primary one that it belongs to
  const char* sentence; ///< `{}` is the path
  const char* hint;
};

constexpr std::array advices{
    Advice{SQLITE_NOTADB, "{} is not a tracekit database",
           "give another file in --db or metadata_db, or move this one away"},
    Advice{SQLITE_CORRUPT, "the database {} is damaged", "restore a backup; `tracekit doctor` tells more"},
    Advice{SQLITE_FULL, "the disk that holds the database {} is full",
           "free some space; what was stored before is safe"},
    Advice{SQLITE_READONLY_DBMOVED, "the database {} was replaced by another one meanwhile", "run this again"},
    Advice{SQLITE_READONLY, "the database {} cannot be written", "check the permissions of the file and of its folder"},
    Advice{SQLITE_PERM, "the database {} cannot be written", "check the permissions of the file and of its folder"},
    Advice{SQLITE_CANTOPEN, "the database {} cannot be opened", "check that its folder exists and may be written"},
    Advice{SQLITE_BUSY, "the database {} is in use by another process that does not finish",
           "wait for the other tracekit to end, then try again"},
    Advice{SQLITE_LOCKED, "the database {} is in use by another process that does not finish",
           "wait for the other tracekit to end, then try again"},
    Advice{SQLITE_IOERR, "reading or writing the database {} failed", "check the disk that it is on"},
};

// The mode is set here, because SQLite makes files readable for everybody; its -wal and -shm files follow the mode.
void make_private_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    ::close(descriptor);
  }
}

/// SQLite calls a full disk an input/output error when it cannot grow its shared memory.
bool is_full(const std::string& path) {
  constexpr std::uintmax_t hardly_any = 256 * 1024;
  std::error_code problem;
  const auto folder = std::filesystem::path(path).parent_path();
  const auto space = std::filesystem::space(folder.empty() ? "." : folder, problem);
  return !problem && space.available < hardly_any;
}

/// The clock of the database, which PostgreSQL's schema has as a function of the same name.
void now_ms(sqlite3_context* context, int, sqlite3_value**) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  sqlite3_result_int64(context, std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

} // namespace

void throw_error(sqlite3* database, int code, const std::string& path) {
  const char* message = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
  const int primary_code = (code & 0xff) == SQLITE_IOERR && is_full(path) ? SQLITE_FULL : code & 0xff;
  for (const Advice& advice : advices) {
    if (advice.code == code || advice.code == primary_code) {
      const std::string sentence = fmt::format(fmt::runtime(advice.sentence), path);
      throw Error(ErrorKind::database, fmt::format("{} ({})", sentence, message), advice.hint);
    }
  }
  throw Error(ErrorKind::database, fmt::format("the database {} refused: {}", path, message));
}

SqliteDriver::SqliteDriver(std::string path, bool create) : path_(std::move(path)) {
  std::error_code ignored;
  if (!in_memory() && !std::filesystem::exists(path_, ignored)) {
    if (!create) {
      throw Error(ErrorKind::not_found, fmt::format("there is no database {}", path_),
                  "run `tracekit migrate` to make one");
    }
    make_private_file(path_);
  }
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE |
                    (in_memory() ? SQLITE_OPEN_CREATE : 0);
  try {
    if (const int code = sqlite3_open_v2(path_.c_str(), &database_, flags, nullptr); code != SQLITE_OK) {
      fail(code);
    }
    sqlite3_busy_timeout(database_, busy_timeout_ms);
    run_script(connection_settings);
    sqlite3_create_function_v2(database_, "now_ms", 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, nullptr, now_ms, nullptr,
                               nullptr, nullptr);
  } catch (...) {
    sqlite3_close_v2(database_);
    throw;
  }
}

SqliteDriver::~SqliteDriver() { sqlite3_close_v2(database_); }

void SqliteDriver::fail(int code) { throw_error(database_, code, path_); }

std::unique_ptr<sql::Statement> SqliteDriver::prepare(std::string_view sql) {
  return std::make_unique<SqliteStatement>(database_, sql, path_);
}

void SqliteDriver::run_script(const std::string& sql) {
  if (const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK) {
    fail(code);
  }
}

void SqliteDriver::begin(sql::Access access) {
  switch (access) {
  case sql::Access::read:
    return run_script("BEGIN DEFERRED");
  case sql::Access::write:
    return run_script("BEGIN IMMEDIATE");
  case sql::Access::exclusive:
    return run_script("BEGIN EXCLUSIVE");
  }
}

void SqliteDriver::commit() { run_script("COMMIT"); }

void SqliteDriver::rollback() noexcept {
  if (sqlite3_get_autocommit(database_) == 0) { // after some errors SQLite has rolled back by itself
    sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void SqliteDriver::listen(const std::string&) { seen_version_ = number("PRAGMA data_version"); }

bool SqliteDriver::wait_for_news(int timeout_ms) {
  constexpr auto pause = std::chrono::milliseconds(20);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (true) {
    // Changes when another connection commits, and costs a look at shared memory.
    if (const std::int64_t version = number("PRAGMA data_version"); version != seen_version_) {
      seen_version_ = version;
      return true;
    }
    if (std::chrono::steady_clock::now() + pause > deadline) {
      return false;
    }
    std::this_thread::sleep_for(pause);
  }
}

std::int64_t SqliteDriver::number(const char* sql) {
  SqliteStatement statement(database_, sql, path_);
  return statement.step() ? statement.integer(0) : 0;
}

Header SqliteDriver::header() {
  Header header;
  header.application_id = number("PRAGMA application_id");
  header.user_version = number("PRAGMA user_version");
  if (header.application_id != application_id) {
    header.empty = number("SELECT count(*) FROM sqlite_schema") == 0;
  } else {
    header.empty = header.user_version == 0;
  }
  return header;
}

void SqliteDriver::use_write_ahead_log() {
  // The switch needs the file alone and does not always wait for the busy timeout.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_timeout_ms);
  while (true) {
    const int code = sqlite3_exec(database_, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) {
      return;
    }
    if ((code & 0xff) != SQLITE_BUSY || std::chrono::steady_clock::now() > deadline) {
      fail(code);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

} // namespace tracekit::sqlite
