// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "manual/program_help.hpp"

namespace tracekit::manual {

/// Scripts that complete the commands, options and known values of a program. Where nothing is known of a value, files
/// are offered.
std::string bash_completion(const ProgramHelp& program);
std::string zsh_completion(const ProgramHelp& program);
std::string fish_completion(const ProgramHelp& program);

} // namespace tracekit::manual
