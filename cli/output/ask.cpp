// SPDX-License-Identifier: MIT
#include "output/ask.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/text.hpp"

namespace tracekit::cli {

namespace {

/// A byte in it means that nobody is to be asked any more. A flag would be seen too late by a read that has just begun.
int interruption[2] = {-1, -1};

/// Waits until there is input (or its end); false when the question was interrupted.
bool wait_for_input() {
  pollfd sources[] = {{STDIN_FILENO, POLLIN, 0}, {interruption[0], POLLIN, 0}};
  while (::poll(sources, 2, -1) < 0) {
    if (errno != EINTR) {
      return false;
    }
  }
  return sources[1].revents == 0;
}

/// Turns off the terminal's echo as long as it lives.
class Unseen {
public:
  Unseen() {
    if (::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before_) == 0) {
      termios silent = before_;
      silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
      changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
  }
  ~Unseen() {
    if (changed_) {
      ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
      fmt::print(stderr, "\n");
    }
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

private:
  termios before_{};
  bool changed_ = false;
};

bool read_line(std::string& answer) {
  answer.clear();
  while (wait_for_input()) {
    char letter = 0;
    const ssize_t count = ::read(STDIN_FILENO, &letter, 1);
    if (count <= 0) {
      return count == 0 && !answer.empty();
    }
    if (letter == '\n') {
      return true;
    }
    answer += letter;
  }
  return false;
}

} // namespace

void make_questions_interruptible() {
  if (::pipe2(interruption, O_CLOEXEC | O_NONBLOCK) != 0) {
    interruption[0] = interruption[1] = -1;
  }
}

void interrupt_questions() noexcept {
  const int error = errno;
  [[maybe_unused]] const ssize_t written = ::write(interruption[1], "!", 1);
  errno = error;
}

bool ask_line(std::string_view question, std::string& answer) {
  std::fflush(stdout);
  fmt::print(stderr, "{} ", question);
  std::fflush(stderr);
  return read_line(answer);
}

bool ask_secret(std::string_view question, std::string& answer) {
  if (::isatty(STDIN_FILENO) == 1) {
    const Unseen unseen; // before the question, so that nothing typed at it shows
    return ask_line(question, answer);
  }
  return read_line(answer);
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
