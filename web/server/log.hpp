// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "options.hpp"
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

/// Lines for the operator on standard error. What strangers sent is escaped, so that a line stays one. Thread-safe.
class Log {
public:
  explicit Log(LogFormat format, std::FILE* file = stderr) : format_(format), file_(file) {}

  void access(const AccessEntry& entry);
  void info(std::string_view words) { say("info", words); }
  void warning(std::string_view words) { say("warning", words); }
  void error(std::string_view words) { say("error", words); }

private:
  void say(std::string_view level, std::string_view words);
  void write(std::string line);

  LogFormat format_;
  std::FILE* file_;
  std::mutex mutex_;
};

/// Printable ASCII as it is; everything else, and backslashes, as `\xNN`. Cut where it gets very long.
std::string escaped_for_log(std::string_view text);

} // namespace tracekit::web
