// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tracekit {

enum class LogFormat { text, json };

/// The format of this name; nothing for any other text.
std::optional<LogFormat> log_format_of(std::string_view name);

/// How much a line matters, by syslog's numbers.
enum class LogLevel { error = 3, warning = 4, info = 6 };
std::string_view to_string(LogLevel level);

/// Whether `$JOURNAL_STREAM` (its value, or null) says that this file is systemd's journal.
bool is_journal(std::FILE* file, const char* journal_stream);

/// What a line of a file begins with that matters so much: the priority in the journal, nothing elsewhere.
std::string priority_mark(LogLevel level, std::FILE* file);

/// Lines for whoever operates a server or a worker. A line begins with the time, or, in systemd's journal, which notes
/// the time itself, with the priority as the journal reads it: `<4>`. What strangers sent is escaped, so that a line
/// stays one. Thread-safe.
class OperatorLog {
public:
  explicit OperatorLog(LogFormat format, std::FILE* file = stderr);

  void info(std::string_view words) { say(LogLevel::info, words); }
  void warning(std::string_view words) { say(LogLevel::warning, words); }
  void error(std::string_view words) { say(LogLevel::error, words); }
  void say(LogLevel level, std::string_view words);

protected:
  [[nodiscard]] LogFormat format() const { return format_; }
  void write_text(LogLevel level, std::string_view text);
  /// `members` come behind time, level and `event`.
  void write_json(LogLevel level, std::string_view event, const nlohmann::ordered_json& members);

private:
  void write(std::string line);

  LogFormat format_;
  std::FILE* file_;
  bool for_journal_;
  std::mutex mutex_;
};

/// Printable ASCII as it is; everything else, and backslashes, as `\xNN`. Cut where it gets very long.
std::string escaped_for_log(std::string_view text);
/// The same length at most, for JSON, which escapes by itself.
std::string_view cut_for_log(std::string_view text);

} // namespace tracekit
