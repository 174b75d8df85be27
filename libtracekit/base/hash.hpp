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

/// HMAC (RFC 2104) with SHA-1, for protocols that are older than better hashes.
std::array<std::uint8_t, 20> hmac_sha1(ByteView key, ByteView bytes);

/// HMAC with SHA-256, as 64 lower-case hexadecimal digits.
std::string hmac_sha256_hex(ByteView key, ByteView bytes);

} // namespace tracekit
