// SPDX-License-Identifier: MIT
#include "output/ask.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <iostream>

namespace tracekit::cli {

bool ask_line(std::string_view question, std::string& answer) {
  std::fflush(stdout);
  fmt::print(stderr, "{} ", question);
  std::fflush(stderr);
  answer.clear();
  return static_cast<bool>(std::getline(std::cin, answer));
}

} // namespace tracekit::cli
