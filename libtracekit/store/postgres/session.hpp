// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

extern "C" {
struct pg_conn;
struct pg_result;
}

namespace tracekit::postgres {

struct FreeResult {
  void operator()(pg_result* result) const;
};
using Result = std::unique_ptr<pg_result, FreeResult>;

/// One session of libpq. Errors become Error(database).
class Session {
public:
  Session(const std::string& url, double wait_seconds);

  [[nodiscard]] pg_conn* handle() const { return handle_.get(); }
  /// `database on host:port`
  [[nodiscard]] std::string location() const;

  /// Runs statements without parameters.
  void run(const std::string& sql);
  /// The result when it is good, else throws.
  Result checked(pg_result* result);
  /// Waits for a NOTIFY on a channel that is listened to; false when the time is over. Throws when the connection is
  /// gone.
  bool wait_for_notice(int timeout_ms);
  /// Whether a transaction is open, healthy or not.
  [[nodiscard]] bool in_transaction() const;

private:
  [[noreturn]] void throw_lost();

  struct Finish {
    void operator()(pg_conn* handle) const;
  };
  std::unique_ptr<pg_conn, Finish> handle_;
};

} // namespace tracekit::postgres
