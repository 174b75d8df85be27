// SPDX-License-Identifier: MIT
#include "base/hash.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <memory>
#include <new>

namespace tracekit {

namespace {

constexpr std::size_t digest_size = 32;

/// Looking the algorithm up costs more than hashing a short text, so it is done once.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

std::string hex_of(const std::array<std::uint8_t, digest_size>& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const std::uint8_t byte : digest) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 15U];
  }
  return hex;
}

} // namespace

std::array<std::uint8_t, digest_size> sha256(ByteView bytes) {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::array<std::uint8_t, digest_size> digest{};
  if (!context || EVP_DigestInit_ex(context.get(), sha256_algorithm(), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) {
    throw std::bad_alloc(); // the only way in which a digest can fail
  }
  return digest;
}

std::string sha256_hex(ByteView bytes) { return hex_of(sha256(bytes)); }

std::array<std::uint8_t, 20> hmac_sha1(ByteView key, ByteView bytes) {
  std::array<std::uint8_t, 20> digest{};
  unsigned size = 0;
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), bytes.data(), bytes.size(), digest.data(), &size) ==
      nullptr) {
    throw std::bad_alloc();
  }
  return digest;
}

std::string hmac_sha256_hex(ByteView key, ByteView bytes) {
  std::array<std::uint8_t, digest_size> digest{};
  unsigned size = 0;
  if (HMAC(sha256_algorithm(), key.data(), static_cast<int>(key.size()), bytes.data(), bytes.size(), digest.data(),
           &size) == nullptr) {
    throw std::bad_alloc();
  }
  return hex_of(digest);
}

} // namespace tracekit
