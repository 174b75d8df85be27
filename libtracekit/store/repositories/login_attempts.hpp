// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "store/repositories/users.hpp"

namespace tracekit::store {

/// How often signing in failed of late. Of nobody in particular, since those who try are not known.
class LoginAttempts {
public:
  explicit LoginAttempts(sql::Connection& connection) : connection_(&connection) {}

  struct Failures {
    std::int64_t count = 0;
    EpochSeconds last_at = 0;
  };
  [[nodiscard]] Failures of(const std::string& who) const;
  void note(const std::string& who, EpochSeconds now);
  void forget(const std::string& who);
  void forget_old(EpochSeconds before);

private:
  sql::Connection* connection_;
};

} // namespace tracekit::store
