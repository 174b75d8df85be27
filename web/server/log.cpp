// SPDX-License-Identifier: MIT
#include "log.hpp"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/time.hpp"

namespace tracekit::web {
namespace {

constexpr std::size_t longest_text = 2000;

std::string now_text() {
  return format_utc_ms(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count());
}

std::string json_line(const nlohmann::ordered_json& entry) {
  return entry.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

nlohmann::ordered_json entry_of(std::string_view level, std::string_view event) {
  return {{"ts", now_text()}, {"level", level}, {"event", event}};
}

} // namespace

std::string escaped_for_log(std::string_view text) {
  std::string out;
  for (const char sign : text.substr(0, longest_text)) {
    if (sign >= ' ' && sign < '\x7f' && sign != '\\') {
      out += sign;
    } else {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(sign));
    }
  }
  return text.size() > longest_text ? out + "..." : out;
}

void Log::access(const AccessEntry& entry) {
  const double milliseconds = entry.duration_s * 1000;
  if (format_ == LogFormat::json) {
    nlohmann::ordered_json line = entry_of("info", "request");
    line["method"] = entry.method.substr(0, longest_text);
    line["path"] = entry.path.substr(0, longest_text);
    line["route"] = entry.route;
    line["status"] = entry.status;
    line["bytes"] = entry.bytes;
    line["duration_ms"] = milliseconds;
    line["peer"] = entry.peer;
    line["user"] = entry.user ? nlohmann::ordered_json(*entry.user) : nlohmann::ordered_json();
    write(json_line(line));
    return;
  }
  write(fmt::format("{} {} {} \"{} {}\" {} {} {:.1f}ms", now_text(), entry.peer,
                    entry.user ? fmt::format("user={}", *entry.user) : "-", escaped_for_log(entry.method),
                    escaped_for_log(entry.path), entry.status, entry.bytes, milliseconds));
}

void Log::say(std::string_view level, std::string_view words) {
  if (format_ == LogFormat::json) {
    nlohmann::ordered_json line = entry_of(level, "message");
    line["msg"] = words.substr(0, longest_text);
    write(json_line(line));
  } else {
    write(fmt::format("{} {} {}", now_text(), level, escaped_for_log(words)));
  }
}

void Log::write(std::string line) {
  line += '\n';
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), file_);
  std::fflush(file_);
}

} // namespace tracekit::web
