// SPDX-License-Identifier: MIT
#include "http/cookies.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace tracekit::web {

std::optional<std::string> Cookies::find(const Request& request, std::string_view name) const {
  const std::string wanted = full_name(name);
  std::optional<std::string> value;
  for (const auto& [header, line] : request.headers.lines()) {
    if (!equals_ignoring_case(header, "Cookie")) {
      continue;
    }
    for (const std::string& pair : split(line, ';')) {
      const auto equals = pair.find('=');
      if (equals == std::string::npos || trim(std::string_view(pair).substr(0, equals)) != wanted) {
        continue;
      }
      std::string found(trim(std::string_view(pair).substr(equals + 1)));
      if (value && *value != found) {
        return std::nullopt;
      }
      value = std::move(found);
    }
  }
  return value;
}

void Cookies::set(Response& response, std::string_view name, std::string_view value, std::int64_t seconds) const {
  response.headers.emplace_back("Set-Cookie",
                                fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", full_name(name),
                                            value, seconds, behind_tls_ ? "; Secure" : ""));
}

std::string Cookies::full_name(std::string_view name) const {
  return fmt::format("{}{}", behind_tls_ ? "__Host-" : "", name);
}

} // namespace tracekit::web
