// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace tracekit::test {

/// A private PostgreSQL server for one test process: made in a temporary folder on first use, run by an unprivileged
/// user when the tests run as root, reachable by a free loopback port, gone with the process.
class PostgresCluster {
public:
  /// The cluster of this process. Throws std::runtime_error when the server's programs are not installed or do not
  /// start.
  static PostgresCluster& instance();
  /// Whether initdb and postgres are installed here.
  static bool available();

  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;
  ~PostgresCluster();

  /// The address of a database of this cluster, for a role; `tracekit` is the superuser.
  [[nodiscard]] std::string url(const std::string& database, const std::string& role = "tracekit") const;
  /// A new database: empty, or with the current schema. Returns its address.
  std::string create_database(bool with_schema);
  /// A new database with the roles of `tracekit migrate --roles`, migrated by their migrator. Returns its name.
  std::string create_database_with_roles();
  /// Runs SQL in the maintenance database.
  void run(const std::string& sql);

private:
  PostgresCluster();
  std::filesystem::path folder_;
  int port_ = 0;
  pid_t server_ = 0;
  int databases_ = 0;
  bool template_made_ = false;
};

} // namespace tracekit::test
