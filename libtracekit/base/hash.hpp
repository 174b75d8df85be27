// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/bytes.hpp"

namespace tracekit {

/// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits.
std::string sha256_hex(ByteView bytes);

} // namespace tracekit
