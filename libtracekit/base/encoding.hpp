// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace tracekit {

/// Base64 (RFC 4648, section 4), padded.
std::string base64(ByteView bytes);

/// Base64 for addresses (RFC 4648, section 5), without padding.
std::string base64_url(ByteView bytes);

/// The bytes of either form of Base64, padded or not; white space is left out. Nothing when it is neither.
std::optional<Bytes> base64_decoded(std::string_view text);

/// This many bytes that nobody can guess, from the system.
Bytes random_bytes(std::size_t count);

/// Whether two texts are the same, in a time that does not tell where they differ.
bool same_secret(std::string_view a, std::string_view b);

} // namespace tracekit
