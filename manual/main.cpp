// SPDX-License-Identifier: MIT
// Run by the build: writes the manual pages and the completions of the programs into a folder.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "command_line.hpp"
#include "commands/list.hpp"
#include "manual/completion.hpp"
#include "manual/man_page.hpp"
#include "options.hpp"
#include "session.hpp"

namespace tracekit::manual {
namespace {

namespace fs = std::filesystem;

bool write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path);
  out << text;
  out.close();
  if (!out) {
    fmt::print(stderr, "tracekit-manual: cannot write {}\n", path.string());
  }
  return static_cast<bool>(out);
}

bool write_pages(const fs::path& folder, const ProgramHelp& program, int section) {
  bool written = true;
  for (const ManPage& page : man_pages(program, TRACEKIT_VERSION, section)) {
    written = write(folder / fmt::format("man{}", page.file.back()) / page.file, page.text) && written;
  }
  return written;
}

bool write_completions(const fs::path& folder, const ProgramHelp& program) {
  const std::string& name = program.itself.name;
  return write(folder / (name + ".bash"), bash_completion(program)) &&
         write(folder / ("_" + name), zsh_completion(program)) &&
         write(folder / (name + ".fish"), fish_completion(program));
}

bool write_all(const fs::path& folder) {
  cli::GlobalOptions options;
  cli::CommandLine line(options);
  cli::add_commands(line);
  const ProgramHelp tracekit = line.help();
  const ProgramHelp server = web::command_line_help();
  return write_pages(folder, tracekit, 1) && write_pages(folder, server, 8) &&
         write_completions(folder / "completions", tracekit) && write_completions(folder / "completions", server);
}

} // namespace
} // namespace tracekit::manual

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: tracekit-manual FOLDER\n");
    return 2;
  }
  return tracekit::manual::write_all(argv[1]) ? 0 : 1;
}
