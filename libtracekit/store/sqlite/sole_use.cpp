// SPDX-License-Identifier: MIT
#include "store/sqlite/sole_use.hpp"

#include <sqlite3.h>

#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/sqlite/sqlite_driver.hpp"

namespace tracekit::sqlite {
namespace {

constexpr auto patience = std::chrono::milliseconds(1000); // others hold it for as long as they run

[[noreturn]] void refuse_used(const std::string& path) {
  throw Error(ErrorKind::conflict, fmt::format("the database {} is in use", path),
              "stop tracekit-web and the workers first");
}

using Handle = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

Handle open(const std::string& path) {
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE;
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
  Handle handle(database, sqlite3_close_v2);
  if (code != SQLITE_OK) {
    throw_error(database, code, path);
  }
  return handle;
}

/// False when the file is damaged or no database.
bool end_write_ahead_log(const std::string& path) {
  const Handle handle = open(path);
  sqlite3_busy_timeout(handle.get(), static_cast<int>(patience.count()));
  const int code = sqlite3_exec(handle.get(), "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
  switch (code & 0xff) {
  case SQLITE_OK:
    return true;
  case SQLITE_NOTADB:
  case SQLITE_CORRUPT:
    return false;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    refuse_used(path);
  default:
    throw_error(handle.get(), code, path);
  }
}

/// Locks the file below the connection, which works whatever is in it. SQLITE_BUSY when somebody else uses it.
int lock_alone(sqlite3* database) {
  sqlite3_file* file = nullptr;
  if (const int code = sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
      code != SQLITE_OK) {
    return code;
  }
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    int code = file->pMethods->xLock(file, SQLITE_LOCK_SHARED);
    if (code == SQLITE_OK) {
      code = file->pMethods->xLock(file, SQLITE_LOCK_EXCLUSIVE);
    }
    if (code != SQLITE_BUSY || std::chrono::steady_clock::now() > deadline) {
      return code;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

} // namespace

SoleUse::SoleUse(const std::filesystem::path& file) : locked_(nullptr, sqlite3_close_v2) {
  const std::string path = file.string();
  const bool is_sound = end_write_ahead_log(path);
  locked_ = open(path);
  if (const int code = lock_alone(locked_.get()); code == SQLITE_BUSY) {
    refuse_used(path);
  } else if (code != SQLITE_OK) {
    throw_error(nullptr, code, path);
  }
  if (is_sound && std::filesystem::exists(path + "-wal")) { // begun by somebody between the two steps
    refuse_used(path);
  }
}

} // namespace tracekit::sqlite
