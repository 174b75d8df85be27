// SPDX-License-Identifier: MIT
#include "base/operator_log.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/time.hpp"

namespace tracekit {
namespace {

constexpr std::size_t longest_text = 2000;

std::string now_text() {
  return format_utc_ms(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count());
}

} // namespace

std::optional<LogFormat> log_format_of(std::string_view name) {
  if (name == "text") {
    return LogFormat::text;
  }
  return name == "json" ? std::optional(LogFormat::json) : std::nullopt;
}

std::string_view to_string(LogLevel level) {
  switch (level) {
  case LogLevel::error:
    return "error";
  case LogLevel::warning:
    return "warning";
  case LogLevel::info:
    break;
  }
  return "info";
}

bool is_journal(std::FILE* file, const char* journal_stream) {
  struct stat status{};
  const int descriptor = ::fileno(file); // a file in memory has none
  return journal_stream != nullptr && descriptor >= 0 && ::fstat(descriptor, &status) == 0 &&
         fmt::format("{}:{}", status.st_dev, status.st_ino) == journal_stream;
}

std::string priority_mark(LogLevel level, std::FILE* file) {
  return is_journal(file, std::getenv("JOURNAL_STREAM")) ? fmt::format("<{}>", static_cast<int>(level)) : "";
}

OperatorLog::OperatorLog(LogFormat format, std::FILE* file)
    : format_(format), file_(file), for_journal_(is_journal(file, std::getenv("JOURNAL_STREAM"))) {}

void OperatorLog::say(LogLevel level, std::string_view words) {
  if (format_ == LogFormat::json) {
    write_json(level, "message", {{"msg", cut_for_log(words)}});
  } else {
    write_text(level, fmt::format("{} {}", to_string(level), escaped_for_log(words)));
  }
}

void OperatorLog::write_text(LogLevel level, std::string_view text) {
  write(for_journal_ ? fmt::format("<{}>{}", static_cast<int>(level), text) : fmt::format("{} {}", now_text(), text));
}

void OperatorLog::write_json(LogLevel level, std::string_view event, const nlohmann::ordered_json& members) {
  nlohmann::ordered_json entry = {{"ts", now_text()}, {"level", to_string(level)}, {"event", event}};
  if (for_journal_) {
    entry.erase("ts");
  }
  entry.update(members);
  write((for_journal_ ? fmt::format("<{}>", static_cast<int>(level)) : "") +
        entry.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace));
}

void OperatorLog::write(std::string line) {
  line += '\n';
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), file_);
  std::fflush(file_);
}

std::string escaped_for_log(std::string_view text) {
  std::string out;
  for (const char sign : cut_for_log(text)) {
    if (sign >= ' ' && sign < '\x7f' && sign != '\\') {
      out += sign;
    } else {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(sign));
    }
  }
  return text.size() > longest_text ? out + "..." : out;
}

std::string_view cut_for_log(std::string_view text) { return text.substr(0, longest_text); }

} // namespace tracekit
