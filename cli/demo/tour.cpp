// SPDX-License-Identifier: MIT
#include "demo/tour.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/error.hpp"

namespace tracekit::cli {
namespace {

namespace fs = std::filesystem;

int run_program(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str())); // execv takes it so and does not write
  }
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::execv(argv[0], argv.data());
    std::_Exit(127);
  }
  int status = 0;
  pid_t ended = -1;
  do { // a Ctrl-C is for the child, too, which ends by itself
    ended = child < 0 ? child : ::waitpid(child, &status, 0);
  } while (ended < 0 && child > 0 && errno == EINTR);
  if (ended < 0) {
    throw Error(ErrorKind::input, fmt::format("cannot start {}", arguments.front()));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

void Tour::tell(std::string_view line) { session_.print(fmt::format("\n{}\n", line)); }

void Tour::run(const std::vector<std::string>& command) {
  std::string typed = "$ tracekit";
  std::vector<std::string> arguments{fs::read_symlink("/proc/self/exe").string(), "--config",
                                     (folder_ / "tracekit_config.json").string()};
  if (session_.terminal().colour) {
    arguments.insert(arguments.end(), {"--color", "always"});
  }
  for (const std::string& word : command) {
    typed += " " + (word.starts_with(folder_.string()) ? fs::path(word).filename().string() : word);
    arguments.push_back(word);
  }
  session_.print("\n" + styled(typed, Style::bold, session_.terminal().colour) + "\n");
  session_.flush();
  const int code = run_program(arguments);
  if (code != 0) {
    throw Error(ErrorKind::input, fmt::format("`{}` ended with {}", typed.substr(2), code));
  }
}

} // namespace tracekit::cli
