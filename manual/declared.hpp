// SPDX-License-Identifier: MIT
#pragma once

#include "manual/program_help.hpp"

namespace CLI { // NOLINT(readability-identifier-naming): CLI11's
class App;
} // namespace CLI

namespace tracekit::manual {

/// What a program declared to CLI11, in the order in which it did.
ProgramHelp declared(const CLI::App& program);

} // namespace tracekit::manual
