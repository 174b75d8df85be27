// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "base/bytes.hpp"
#include "formats/fit/part.hpp"

namespace tracekit::fit {

/// Bytes of the shortest header.
inline constexpr std::size_t smallest_header = 12;

/// Whether a FIT header begins at `offset`.
bool has_header(ByteView file, std::size_t offset);

/// Reads the part whose header begins at `offset` (`has_header` must hold) and moves `offset` behind it. What is
/// broken is told in `Part::damage`; a part whose end cannot be told ends with the file.
Part read_part(ByteView file, std::size_t& offset);

} // namespace tracekit::fit
