// SPDX-License-Identifier: MIT
#include "store/postgres/postgres_driver.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/postgres/factory.hpp"
#include "store/postgres/postgres_statement.hpp"

namespace tracekit::postgres {

PostgresDriver::PostgresDriver(const std::string& url, double wait_seconds) : session_(url, wait_seconds) {}

std::unique_ptr<sql::Statement> PostgresDriver::prepare(std::string_view sql) {
  return std::make_unique<PostgresStatement>(session_, fmt::format("s{}", ++statements_), std::string(sql));
}

void PostgresDriver::begin(sql::Access access) {
  session_.run(access == sql::Access::read ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN");
}

void PostgresDriver::commit() {
  // COMMIT of a failed transaction rolls back without an error; a statement fails in it for certain.
  session_.run("SELECT 1; COMMIT");
}

void PostgresDriver::rollback() noexcept {
  try {
    if (session_.in_transaction()) {
      session_.run("ROLLBACK");
    }
  } catch (const Error&) {
    return; // the connection is gone, and the transaction with it
  }
}

void PostgresDriver::act_for(std::int64_t user) { session_.run(fmt::format("SET tracekit.user_id TO '{}'", user)); }

void PostgresDriver::listen(const std::string& channel) { session_.run("LISTEN " + channel); }

bool PostgresDriver::wait_for_news(int timeout_ms) { return session_.wait_for_notice(timeout_ms); }

} // namespace tracekit::postgres

extern "C" __attribute__((visibility("default"))) tracekit::sql::Driver* tracekit_open_postgres(const char* url,
                                                                                                double wait_seconds) {
  return new tracekit::postgres::PostgresDriver(url, wait_seconds);
}
