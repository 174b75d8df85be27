// SPDX-License-Identifier: MIT
#include "store/opening.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/address.hpp"
#include "store/dialect.hpp"
#include "store/postgres_loader.hpp"
#include "store/sqlite/sqlite_driver.hpp"

namespace tracekit::store {
namespace {

std::unique_ptr<sql::Driver> open_sqlite(const std::string& path, bool create) {
  auto driver = std::make_unique<sqlite::SqliteDriver>(path, create);
  const sqlite::Header header = driver->header();
  if (header.application_id != sqlite::application_id && !header.empty) {
    throw Error(ErrorKind::database, fmt::format("{} is a database of another program, not of tracekit", path),
                "give another file in --db or metadata_db");
  }
  if (!driver->in_memory()) {
    driver->use_write_ahead_log();
  }
  return driver;
}

// A copy from before an upgrade, whole and consistent while others read and write.
std::filesystem::path back_up(sql::Connection& connection, std::int64_t version) {
  const std::string path = connection.driver().location();
  if (path == ":memory:") {
    return {};
  }
  const std::filesystem::path backup = fmt::format("{}.schema-{}.backup", path, version);
  const std::filesystem::path unfinished = fmt::format("{}.{}.unfinished", backup.string(), ::getpid());
  std::filesystem::remove(unfinished);
  ::close(::open(unfinished.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600)); // SQLite would let others read it
  connection.execute("VACUUM INTO $1", unfinished.string());
  if (sqlite::SqliteDriver(unfinished.string(), false).header().user_version != version) {
    // Another process has upgraded it meanwhile; the copy that it made before is the one to keep.
    std::filesystem::remove(unfinished);
    return {};
  }
  std::filesystem::permissions(unfinished, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::rename(unfinished, backup);
  return backup;
}

} // namespace

std::unique_ptr<sql::Connection> connect(const std::string& url, double wait_seconds, bool create) {
  const Address address = parse_address(url);
  std::unique_ptr<sql::Driver> driver = address.engine == sql::Engine::sqlite
                                            ? open_sqlite(address.target, create)
                                            : load_postgres_driver(address.target, wait_seconds);
  return std::make_unique<sql::Connection>(std::move(driver));
}

MigrationReport prepare_schema(sql::Connection& connection, SchemaPolicy policy,
                               const std::vector<Migration>& migrations) {
  MigrationReport report;
  const std::int64_t newest = std::ssize(migrations);
  report.from_version = schema_version(connection);
  report.to_version = report.from_version;
  if (policy == SchemaPolicy::leave) {
    return report;
  }
  if (report.from_version > newest) {
    refuse_newer_schema(connection, report.from_version, newest);
  }
  if (report.from_version == newest && policy == SchemaPolicy::prepare) {
    return report;
  }
  if (report.from_version > 0 && report.from_version < newest) {
    if (connection.engine() == sql::Engine::sqlite) {
      report.backup = back_up(connection, report.from_version);
    } else if (policy == SchemaPolicy::prepare) {
      throw Error(ErrorKind::database,
                  fmt::format("the database {} has the older schema {} (this tracekit needs {})",
                              connection.driver().location(), report.from_version, newest),
                  "back it up, then run `tracekit migrate`");
    }
  }
  report.applied = apply_migrations(connection, migrations);
  report.to_version = newest;
  return report;
}

} // namespace tracekit::store
