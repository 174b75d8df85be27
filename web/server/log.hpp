// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "base/operator_log.hpp"
#include "store/repositories/users.hpp"

namespace tracekit::web {

/// One answered request. Neither queries nor headers are told: both may hold secrets.
struct AccessEntry {
  std::string method;
  std::string path;
  std::string route; ///< the pattern; empty when there is none
  int status = 0;
  std::size_t bytes = 0;
  double duration_s = 0;
  std::string peer;
  std::optional<UserId> user; ///< whose token it was
};

/// The server's lines on standard error.
class Log : public OperatorLog {
public:
  using OperatorLog::OperatorLog;

  void access(const AccessEntry& entry);
};

} // namespace tracekit::web
