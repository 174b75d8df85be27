// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "base/bytes.hpp"
#include "formats/fit/base_type.hpp"

namespace tracekit::fit {

/// The byte that names the type in a definition.
std::uint8_t type_byte(BaseType type);

/// Whether whole numbers from `least` to `most` are values of the type other than its invalid one.
bool fits(BaseType type, std::int64_t least, std::int64_t most);

/// The type if the numbers fit, else the smallest of 64 bits or less in which they do, signed where one is negative.
BaseType widened(BaseType type, std::int64_t least, std::int64_t most);

/// Appends a number little-endian; of float types its bit pattern; the type's invalid value for `no_value`.
void append_value(Bytes& out, BaseType type, std::int64_t value);

} // namespace tracekit::fit
