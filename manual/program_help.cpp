// SPDX-License-Identifier: MIT
#include "manual/program_help.hpp"

#include <algorithm>

namespace tracekit::manual {

CommandHelp without_common(const CommandHelp& command, const ProgramHelp& program) {
  CommandHelp own{command.name, command.description, {}};
  for (const OptionHelp& option : command.options) {
    if (std::ranges::find(program.itself.options, option.names, &OptionHelp::names) == program.itself.options.end()) {
      own.options.push_back(option);
    }
  }
  return own;
}

} // namespace tracekit::manual
