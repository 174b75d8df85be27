// SPDX-License-Identifier: MIT
#include "store/locks.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "store/store.hpp"

namespace tracekit::store {
namespace {

// A number for a name, the same in every process and version.
std::int64_t key_of(const std::string& name) {
  const std::string digits = sha256_hex(as_bytes("tracekit:" + name)).substr(0, 15); // 60 bits: never negative
  std::int64_t key = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), key, 16);
  return key;
}

class FileLock final : public StoreLock {
public:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  ~FileLock() override { ::close(descriptor_); }

private:
  int descriptor_;
};

// Open file description locks belong to this descriptor alone and vanish with the process.
std::unique_ptr<StoreLock> try_lock_file(const std::string& database, std::int64_t key) {
  const std::string path = database + ".locks";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    throw Error(ErrorKind::database, fmt::format("the lock file {} cannot be opened ({})", path, std::strerror(errno)),
                "check the permissions of its folder");
  }
  struct flock range{};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  range.l_start = key;
  range.l_len = 1;
  if (::fcntl(descriptor, F_OFD_SETLK, &range) == 0) {
    return std::make_unique<FileLock>(descriptor);
  }
  const int reason = errno;
  ::close(descriptor);
  if (reason != EAGAIN && reason != EACCES) {
    throw Error(ErrorKind::database, fmt::format("the file {} cannot be locked ({})", path, std::strerror(reason)),
                "put the database on a local disk");
  }
  return nullptr;
}

class AdvisoryLock final : public StoreLock {
public:
  AdvisoryLock(sql::Connection& connection, std::int64_t key) : connection_(connection), key_(key) {}
  ~AdvisoryLock() override {
    try {
      connection_.execute("SELECT pg_advisory_unlock($1)", key_);
    } catch (const Error&) {
      return; // the session is gone, and with it the lock
    }
  }

private:
  sql::Connection& connection_;
  std::int64_t key_;
};

} // namespace

std::unique_ptr<StoreLock> try_lock(sql::Connection& connection, const std::string& name) {
  const std::int64_t key = key_of(name);
  if (connection.engine() == sql::Engine::postgres) {
    // A session may take its own lock again, which would not be exclusive.
    sql::Query mine = connection.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() "
                                       "AND granted AND (classid::bigint << 32) + objid::bigint = $1",
                                       key);
    if (mine.next()) {
      return nullptr;
    }
    sql::Query taken = connection.query("SELECT CAST(pg_try_advisory_lock($1) AS INTEGER)", key);
    if (!taken.next() || !taken.boolean(0)) {
      return nullptr;
    }
    return std::make_unique<AdvisoryLock>(connection, key);
  }
  if (connection.driver().location() == ":memory:") {
    return std::make_unique<StoreLock>(); // nobody else can see this database
  }
  return try_lock_file(connection.driver().location(), key);
}

} // namespace tracekit::store
