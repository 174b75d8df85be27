// SPDX-License-Identifier: MIT
#include "store/repositories/login_attempts.hpp"

#include "store/sql/connection.hpp"

namespace tracekit::store {

LoginAttempts::Failures LoginAttempts::of(const std::string& who) const {
  sql::Query row = connection_->query("SELECT failures, last_at FROM login_attempts WHERE who = $1", who);
  return row.next() ? Failures{row.integer(0), row.integer(1)} : Failures{};
}

void LoginAttempts::note(const std::string& who, EpochSeconds now) {
  connection_->execute("INSERT INTO login_attempts (who, failures, last_at) VALUES ($1, 1, $2) ON CONFLICT (who) DO "
                       "UPDATE SET failures = login_attempts.failures + 1, last_at = excluded.last_at",
                       who, now);
}

void LoginAttempts::forget(const std::string& who) {
  connection_->execute("DELETE FROM login_attempts WHERE who = $1", who);
}

void LoginAttempts::forget_old(EpochSeconds before) {
  connection_->execute("DELETE FROM login_attempts WHERE last_at < $1", before);
}

} // namespace tracekit::store
