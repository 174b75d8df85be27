// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace tracekit {

/// Appends a character by its number, which must be one (up to 0x10FFFF, no surrogate).
void append_utf8(std::string& out, std::uint32_t code_point);

} // namespace tracekit
