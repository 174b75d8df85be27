// SPDX-License-Identifier: MIT
#include "manual/completion.hpp"

#include "commands/list.hpp"

namespace tracekit::cli {

void add_completion(CommandLine& command_line) {
  auto shell = std::make_shared<std::string>();
  Command& command = command_line.command("completion", "Print what makes a shell complete commands and options");
  command.option("SHELL", *shell, "bash, zsh or fish").required().one_of({"bash", "zsh", "fish"});
  command.runs([shell, &command_line](Session& session) {
    const manual::ProgramHelp help = command_line.help();
    session.print(*shell == "bash"  ? manual::bash_completion(help)
                  : *shell == "zsh" ? manual::zsh_completion(help)
                                    : manual::fish_completion(help));
    return 0;
  });
}

} // namespace tracekit::cli
