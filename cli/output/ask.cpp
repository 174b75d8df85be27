// SPDX-License-Identifier: MIT
#include "output/ask.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "base/text.hpp"

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

char ask_letter(std::string_view question, std::string_view letters, std::string_view help) {
  const std::string prompt = fmt::format("{} [{}]", question, fmt::join(letters, "/"));
  std::string line;
  while (ask_line(prompt, line)) {
    const std::string word = to_lower(trim(line));
    if (!word.empty() && letters.find(word.front()) != std::string_view::npos) {
      return word.front();
    }
    fmt::print(stderr, "  {}\n", help);
  }
  return 'q';
}

} // namespace tracekit::cli
