// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace tracekit::manual {

/// One option or argument, as its command line declares it.
struct OptionHelp {
  std::vector<std::string> names; ///< `-v`, `--verbose`; of an argument the one word that stands for it: `FILE`
  std::string value;              ///< what follows the name: `TEXT`; empty for a flag and for an argument
  std::vector<std::string> words; ///< the values that are known; empty when none are
  std::string usual;              ///< the value when none is given; empty where there is none
  std::string description;
  bool argument = false;
  bool required = false;
  bool repeatable = false;
};

/// What can be typed behind one name.
struct CommandHelp {
  std::string name;
  std::string description;
  std::vector<OptionHelp> options;
};

/// All that `--help` tells of a program, as a value. Manual pages and completions are written from it.
struct ProgramHelp {
  CommandHelp itself;
  std::vector<CommandHelp> commands; ///< none for a program that does one thing
};

/// Without the options that the program takes before and after any command, such as `--help`.
CommandHelp without_common(const CommandHelp& command, const ProgramHelp& program);

} // namespace tracekit::manual
