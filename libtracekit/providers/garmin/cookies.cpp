// SPDX-License-Identifier: MIT
#include "providers/garmin/cookies.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace tracekit::garmin {

void Cookies::take(const net::HttpResponse& response) {
  for (const auto& [name, line] : response.headers.lines()) {
    const auto equals = line.find('=');
    if (equals_ignoring_case(name, "Set-Cookie") && equals != std::string::npos) {
      const std::string value = line.substr(equals + 1, line.find(';', equals) - equals - 1);
      values_[std::string(trim(line.substr(0, equals)))] = value;
    }
  }
}

void Cookies::give(net::HttpRequest& request) const {
  std::string line;
  for (const auto& [name, value] : values_) {
    line += fmt::format("{}{}={}", line.empty() ? "" : "; ", name, value);
  }
  if (!line.empty()) {
    request.headers.set("Cookie", line);
  }
}

} // namespace tracekit::garmin
