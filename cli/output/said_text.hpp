// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "app/words_said.hpp"
#include "output/terminal.hpp"

namespace tracekit::cli {

/// Records that are left out, a line each.
std::string left_out_table(const std::vector<Record>& records, app::App& app, const Terminal& terminal);

/// What a person said of two records, a line each.
std::string said_pairs_table(const std::vector<app::SaidPair>& pairs, app::App& app, const Terminal& terminal);

} // namespace tracekit::cli
