// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace tracekit::match {

/// A number that stands for a text, so that two texts are compared at once; 0 for none.
using Code = std::uint32_t;

/// The same for equal texts; 0 for an empty one and for `generic`.
Code code_of(std::string_view text);

/// The same for texts that differ only in case.
Code loose_code_of(std::string_view text);

} // namespace tracekit::match
