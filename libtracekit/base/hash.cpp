// SPDX-License-Identifier: MIT
#include "base/hash.hpp"

#include <openssl/sha.h>

#include <array>

namespace tracekit {

std::string sha256_hex(ByteView bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(bytes.data(), bytes.size(), digest.data());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 0x0FU];
  }
  return hex;
}

} // namespace tracekit
