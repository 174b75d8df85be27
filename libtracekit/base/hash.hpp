// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/bytes.hpp"

namespace tracekit {

/// SHA-256 (FIPS 180-4).
std::array<std::uint8_t, 32> sha256(ByteView bytes);

/// The same as 64 lower-case hexadecimal digits.
std::string sha256_hex(ByteView bytes);

} // namespace tracekit
