// SPDX-License-Identifier: MIT
#include "sandbox/server/hmac_sha256.hpp"

#include "base/hash.hpp"

namespace tracekit::sandbox {
namespace {

constexpr std::size_t block = 64;

std::string digest(std::string_view text) {
  const auto bytes = sha256(as_bytes(text));
  return {bytes.begin(), bytes.end()};
}

std::string padded(std::string key, char pattern) {
  key.resize(block);
  for (char& c : key) {
    c = static_cast<char>(c ^ pattern);
  }
  return key;
}

} // namespace

std::string hmac_sha256_hex(std::string_view key, std::string_view text) {
  const std::string short_key = key.size() > block ? digest(key) : std::string(key);
  const std::string inner = digest(padded(short_key, 0x36) + std::string(text));
  const std::string outer = padded(short_key, 0x5c) + inner;
  return sha256_hex(as_bytes(outer));
}

} // namespace tracekit::sandbox
