// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/repositories/job_queue.hpp"
#include "store/repositories/schedules.hpp"
#include "store/repositories/users.hpp"
#include "store/sql/connection.hpp"
#include "store/user_store.hpp"

namespace tracekit {

/// What to do about a schema that is not this version's.
enum class SchemaPolicy {
  prepare, ///< SQLite: created, and upgraded after a backup copy. PostgreSQL: an empty database is set up, an old one
           ///< refused
  migrate, ///< created or upgraded, whatever the engine
  leave,   ///< opened as it is: for `doctor` and `schema_version` only
};

struct OpenOptions {
  double wait_seconds = 0; ///< how long to wait for a server that does not answer yet
  SchemaPolicy schema = SchemaPolicy::prepare;
  bool create = true; ///< make the SQLite file where there is none; else Error(not_found)
};

/// What `migrate` did.
struct MigrationReport {
  std::int64_t from_version = 0; ///< 0: there was no schema
  std::int64_t to_version = 0;
  std::vector<std::string> applied; ///< names, in order
  std::filesystem::path backup;     ///< copy made before; empty when none was
};

struct CopyReport {
  struct Table {
    std::string name;
    std::int64_t rows = 0;
    std::string checksum; ///< the same on both sides, whatever the engine
  };
  std::vector<Table> tables;
};

namespace store {
/// Hears how many rows of which table have been copied.
using CopyProgress = std::function<void(const std::string& table, std::int64_t rows)>;
} // namespace store

/// An exclusive lock that lasts until it is destroyed or the process ends.
class StoreLock {
public:
  StoreLock() = default;
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;
  virtual ~StoreLock() = default;
};

/// One connection to the database, for one thread. Opening an existing SQLite database costs about a millisecond.
///
/// Addresses: `sqlite:///relative.db` and `sqlite:////absolute.db` as elsewhere (three slashes lead to an absolute path
/// where the relative folder does not exist but the absolute one does), a bare path, `:memory:`, or
/// `postgresql://user:password@host/database`. Every member throws Error(database) with a sentence that names the path
/// or server, never a password.
class Store {
public:
  /// Opens, and prepares the schema as the options say. Throws Error(config) for an address that is none;
  /// Error(database) for a file that is no database or not ours, a server that does not answer, a schema that is newer
  /// than this program.
  static Store open(const std::string& url, const OpenOptions& options = {});

  /// Creates or upgrades the schema. Safe from many processes at once.
  static MigrationReport migrate(const std::string& url, double wait_seconds = 0);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  [[nodiscard]] sql::Engine engine() const;
  /// Where it is, for people: a path, or `database on host:port`.
  [[nodiscard]] std::string location() const;
  /// Size on disk in bytes.
  [[nodiscard]] std::uint64_t size_bytes() const;
  /// The version of the schema that is there; 0 when there is none.
  [[nodiscard]] std::int64_t schema_version() const;
  /// The version that this program makes and needs.
  static std::int64_t current_schema_version();
  /// Whether this address's user may change what is stored; a database user with rights to look may not.
  [[nodiscard]] bool may_write() const;
  /// One sentence for each thing that the engine finds wrong; empty when all is well. Reads everything.
  [[nodiscard]] std::vector<std::string> check_integrity() const;
  /// The same without looking into every index and reference: much faster, and finds what matters.
  [[nodiscard]] std::vector<std::string> check_integrity_quickly() const;

  /// All or nothing: rolled back unless `commit()` is called. Repositories join it.
  [[nodiscard]] sql::Transaction transaction();

  [[nodiscard]] store::Users users();
  /// What there is to do, for everybody.
  [[nodiscard]] store::JobQueue job_queue();
  [[nodiscard]] store::DueSchedules due_schedules();
  /// Everything of one person.
  [[nodiscard]] UserStore for_user(UserId user);

  /// Waits until there may be new work, as long as that; returns at once when some came since the last call. Whoever
  /// waits must have called `listen_for_work` before.
  void listen_for_work();
  bool wait_for_work(int timeout_ms);

  /// Takes the lock of this name, which other processes and other Stores then cannot have. Null when somebody has it.
  [[nodiscard]] std::unique_ptr<StoreLock> try_lock(const std::string& name);

  /// Writes a consistent, verified copy as an SQLite database while others go on. Throws Error(input) when the target
  /// exists.
  void backup_to(const std::filesystem::path& target);

  /// Copies everything to a store that is empty or holds an earlier, possibly interrupted, copy of this one; between
  /// engines in both directions. Counts and checksums of each table are compared at the end. Throws Error(conflict)
  /// when the target holds other data.
  CopyReport copy_to(Store& target, const store::CopyProgress& progress = {});

  [[nodiscard]] sql::Connection& connection() { return *connection_; }

private:
  explicit Store(std::unique_ptr<sql::Connection> connection);
  std::unique_ptr<sql::Connection> connection_;
};

} // namespace tracekit
