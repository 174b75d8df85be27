// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "manual/program_help.hpp"

namespace tracekit::manual {

struct ManPage {
  std::string file; ///< `tracekit-pull.1`
  std::string text; ///< in the man macros, UTF-8
};

/// The page of the program, and one for each of its commands. `section` is 1 for what people type, 8 for a server.
std::vector<ManPage> man_pages(const ProgramHelp& program, const std::string& version, int section);

} // namespace tracekit::manual
