// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace tracekit::sandbox {

/// `serve --provider intervalsicu [--port N] [--count N]`: prints the address and serves until SIGTERM or SIGINT.
/// Returns the exit code.
int serve(const std::vector<std::string>& arguments);

/// Makes the athlete in a folder with every service connected, prints `ready`, and serves them all until SIGTERM or
/// SIGINT.
int serve_athlete(const std::string& folder);

} // namespace tracekit::sandbox
