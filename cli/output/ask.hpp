// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tracekit::cli {

/// Asks on stderr and reads a line from stdin. False when there is no more input, or a signal came.
bool ask_line(std::string_view question, std::string& answer);

} // namespace tracekit::cli
