// SPDX-License-Identifier: MIT
#include "net/http.hpp"

#include "base/text.hpp"

namespace tracekit::net {

void Headers::add(std::string name, std::string value) {
  if (name.find_first_of("\r\n") != std::string::npos || value.find_first_of("\r\n") != std::string::npos) {
    throw Error(ErrorKind::config, "a value that goes into a request has a line break in it");
  }
  lines_.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string name, std::string value) {
  std::erase_if(lines_, [&](const auto& line) { return equals_ignoring_case(line.first, name); });
  add(std::move(name), std::move(value));
}

std::optional<std::string> Headers::find(std::string_view name) const {
  for (const auto& [key, value] : lines_) {
    if (equals_ignoring_case(key, name)) {
      return value;
    }
  }
  return std::nullopt;
}

} // namespace tracekit::net
