// SPDX-License-Identifier: MIT
#include "base/hash.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <memory>
#include <new>

#include "base/running_hash.hpp"

namespace tracekit {

namespace {

constexpr std::size_t digest_size = 32;

/// Looking the algorithm up costs more than hashing a short text, so it is done once.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
Context new_context() { return {EVP_MD_CTX_new(), EVP_MD_CTX_free}; }

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
  thread_local const Context context = new_context();
  std::array<std::uint8_t, digest_size> digest{};
  if (!context || EVP_DigestInit_ex(context.get(), sha256_algorithm(), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) {
    throw std::bad_alloc(); // the only way in which a digest can fail
  }
  return digest;
}

std::string sha256_hex(ByteView bytes) { return hex_of(sha256(bytes)); }

struct RunningHash::State {
  Context context = new_context();
};

RunningHash::RunningHash() : state_(std::make_unique<State>()) {
  if (!state_->context || EVP_DigestInit_ex(state_->context.get(), sha256_algorithm(), nullptr) != 1) {
    throw std::bad_alloc();
  }
}

RunningHash::~RunningHash() = default;

void RunningHash::add(ByteView piece) {
  if (EVP_DigestUpdate(state_->context.get(), piece.data(), piece.size()) != 1) {
    throw std::bad_alloc();
  }
}

std::string RunningHash::hex() const {
  const Context copy = new_context();
  std::array<std::uint8_t, digest_size> digest{};
  if (!copy || EVP_MD_CTX_copy_ex(copy.get(), state_->context.get()) != 1 ||
      EVP_DigestFinal_ex(copy.get(), digest.data(), nullptr) != 1) {
    throw std::bad_alloc();
  }
  return hex_of(digest);
}

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
