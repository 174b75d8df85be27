// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace tracekit::sandbox {

/// `serve --provider intervalsicu [--port N] [--count N]`: prints the address and serves until SIGTERM or SIGINT.
/// Returns the exit code.
int serve(const std::vector<std::string>& arguments);

} // namespace tracekit::sandbox
