// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tracekit::xml {

/// Appends what a reference stands for, given without `&` and `;`: one of the five entities that XML predefines, or
/// a character by number. False, and nothing appended, for anything else.
bool resolve_reference(std::string_view reference, std::string& out);

} // namespace tracekit::xml
