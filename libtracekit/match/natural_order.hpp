// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace tracekit::match {

/// Whether `a` stands before `b` when runs of digits are compared as numbers: `row 9` before `row 10`.
bool natural_less(std::string_view a, std::string_view b);

} // namespace tracekit::match
