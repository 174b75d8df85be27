// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "store/postgres/session.hpp"
#include "store/sql/driver.hpp"

namespace tracekit::postgres {

/// A PostgreSQL database, for one thread. Our tables live in the schema `tracekit`.
class PostgresDriver final : public sql::Driver {
public:
  /// Connects, trying again for up to `wait_seconds`. Throws Error(config) for an address that cannot be read,
  /// Error(database) naming host and port, never the password, when nothing answers.
  PostgresDriver(const std::string& url, double wait_seconds);

  [[nodiscard]] sql::Engine engine() const override { return sql::Engine::postgres; }
  [[nodiscard]] std::string location() const override { return session_.location(); }

  std::unique_ptr<sql::Statement> prepare(std::string_view sql) override;
  void run_script(const std::string& sql) override { session_.run(sql); }
  void begin(sql::Access access) override;
  void commit() override;
  void rollback() noexcept override;
  void act_for(std::int64_t user) override;
  void listen(const std::string& channel) override;
  bool wait_for_news(int timeout_ms) override;

private:
  Session session_;
  std::uint64_t statements_ = 0;
};

} // namespace tracekit::postgres
