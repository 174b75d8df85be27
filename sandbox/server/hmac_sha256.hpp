// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace tracekit::sandbox {

/// HMAC (RFC 2104) with SHA-256, as lower-case hexadecimal digits.
std::string hmac_sha256_hex(std::string_view key, std::string_view text);

} // namespace tracekit::sandbox
