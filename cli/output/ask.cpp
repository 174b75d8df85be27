// SPDX-License-Identifier: MIT
#include "output/ask.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace tracekit::cli {

bool ask_line(std::string_view question, std::string& answer) {
  std::fflush(stdout);
  fmt::print(stderr, "{} ", question);
  std::fflush(stderr);
  answer.clear();
  while (true) {
    char letter = 0;
    // Read by hand: the library would go on waiting after a signal.
    const ssize_t count = ::read(STDIN_FILENO, &letter, 1);
    if (count <= 0) {
      return count == 0 && !answer.empty();
    }
    if (letter == '\n') {
      return true;
    }
    answer += letter;
  }
}

} // namespace tracekit::cli
