// SPDX-License-Identifier: MIT
#include "log.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tracekit::web {

void Log::access(const AccessEntry& entry) {
  const double milliseconds = entry.duration_s * 1000;
  if (format() == LogFormat::json) {
    write_json(LogLevel::info, "request",
               {{"method", cut_for_log(entry.method)},
                {"path", cut_for_log(entry.path)},
                {"route", entry.route},
                {"status", entry.status},
                {"bytes", entry.bytes},
                {"duration_ms", milliseconds},
                {"peer", entry.peer},
                {"user", entry.user ? nlohmann::ordered_json(*entry.user) : nlohmann::ordered_json()}});
    return;
  }
  write_text(LogLevel::info,
             fmt::format("{} {} \"{} {}\" {} {} {:.1f}ms", entry.peer,
                         entry.user ? fmt::format("user={}", *entry.user) : "-", escaped_for_log(entry.method),
                         escaped_for_log(entry.path), entry.status, entry.bytes, milliseconds));
}

} // namespace tracekit::web
