// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/bytes.hpp"

namespace tracekit::fit {

struct Rewritten {
  Bytes bytes;
  std::string course_name; ///< the only name that a FIT file has; empty where it has none
};

/// A FIT file with the messages of another one, each with every field that it has, known to the profile or not, and
/// those of developers. Parts with messages stay parts. Each has a right header and checksum, and ends where reading
/// had to stop; the times of compressed headers, which many decoders refuse, become fields. `has_header(file, 0)` must
/// hold.
Rewritten rewrite(ByteView file);

} // namespace tracekit::fit
