// SPDX-License-Identifier: MIT
#include "demo/sandbox_process.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

#include "base/error.hpp"

namespace tracekit::cli {
namespace {

namespace fs = std::filesystem;

/// It stands beside this program or, where both are installed, with the libraries that load late.
fs::path sandbox_program() {
  const fs::path folder = fs::read_symlink("/proc/self/exe").parent_path();
  fs::path program = folder / "tracekit-sandbox";
  if (!fs::exists(program)) {
    if (fs::path installed = folder / ".." / "lib" / "tracekit" / "tracekit-sandbox"; fs::exists(installed)) {
      return installed;
    }
    throw Error(ErrorKind::not_found, fmt::format("the demo needs {}, which is not there", program.string()),
                "build it with `make demo`");
  }
  return program;
}

[[noreturn]] void become(const fs::path& program, const fs::path& folder, int output) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  ::setpgid(0, 0); // a Ctrl-C is for the demo, which ends the sandbox
  ::dup2(output, STDOUT_FILENO);
  ::execl(program.c_str(), program.c_str(), "serve-athlete", folder.c_str(), nullptr);
  std::_Exit(127);
}

/// All that comes until the line is complete or the other end is closed.
std::string first_line(int input) {
  std::string line;
  std::array<char, 256> buffer{};
  while (line.find('\n') == std::string::npos) {
    const ssize_t got = ::read(input, buffer.data(), buffer.size());
    if (got <= 0) {
      break;
    }
    line.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return line;
}

} // namespace

SandboxProcess::SandboxProcess(const fs::path& folder) {
  const fs::path program = sandbox_program();
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) {
    throw Error(ErrorKind::input, "cannot start the sandbox: no pipe can be made");
  }
  process_ = ::fork();
  if (process_ == 0) {
    become(program, folder, ends[1]);
  }
  ::close(ends[1]);
  const bool ready = process_ > 0 && first_line(ends[0]) == "ready\n";
  ::close(ends[0]);
  if (!ready) {
    throw Error(ErrorKind::input, fmt::format("{} does not start", program.string()));
  }
}

SandboxProcess::~SandboxProcess() {
  if (process_ > 0) {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
}

} // namespace tracekit::cli
