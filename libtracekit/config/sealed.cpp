// SPDX-License-Identifier: MIT
#include "config/sealed.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/sodium.hpp"

namespace tracekit::config {
namespace {

constexpr std::uint8_t format_version = 1;
constexpr std::uint8_t xchacha20_poly1305 = 1;
constexpr std::size_t header_size = 2 + std::tuple_size_v<SecretKey::Id>;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

static_assert(SecretKey::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

/// Format, algorithm and key id are authenticated together with the place. The header's length is fixed, so
/// that the two cannot run into each other.
Bytes associated_data(ByteView header, std::string_view associated) {
  Bytes out(header.begin(), header.end());
  const ByteView place = as_bytes(associated);
  out.insert(out.end(), place.begin(), place.end());
  return out;
}

} // namespace

SecretKey SecretKey::parse(std::string_view text, std::string_view name) {
  need_sodium();
  text = trim(text);
  SecretKey key;
  std::size_t length = 0;
  const char* end = nullptr;
  const auto decodes = [&](int variant) {
    return sodium_base642bin(key.bytes_.data(), size, text.data(), text.size(), nullptr, &length, &end, variant) == 0 &&
           length == size && end == text.data() + text.size();
  };
  const bool is_hex = text.size() == 2 * size &&
                      sodium_hex2bin(key.bytes_.data(), size, text.data(), text.size(), nullptr, &length, &end) == 0 &&
                      length == size && end == text.data() + text.size();
  const bool is_key = is_hex || decodes(sodium_base64_VARIANT_ORIGINAL) ||
                      decodes(sodium_base64_VARIANT_ORIGINAL_NO_PADDING) || decodes(sodium_base64_VARIANT_URLSAFE) ||
                      decodes(sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (!is_key) {
    throw Error(ErrorKind::config, fmt::format("{}: expected a key of 32 bytes as hexadecimal digits or base64", name),
                "make one with: openssl rand -hex 32");
  }
  return key;
}

SecretKey SecretKey::random() {
  need_sodium();
  SecretKey key;
  randombytes_buf(key.bytes_.data(), size);
  return key;
}

SecretKey::~SecretKey() { sodium_memzero(bytes_.data(), size); }

SecretKey::Id SecretKey::id() const {
  constexpr std::string_view purpose = "tracekit key id";
  std::array<std::uint8_t, crypto_generichash_BYTES> digest{};
  const ByteView text = as_bytes(purpose);
  crypto_generichash(digest.data(), digest.size(), text.data(), text.size(), bytes_.data(), size);
  Id id{};
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

std::string SecretKey::name() const { return name_of(id()); }

std::string name_of(SecretKey::Id id) { return fmt::format("{:02x}", fmt::join(id, "")); }

Secret SecretKey::to_hex() const {
  std::string text(2 * size + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes_.data(), size);
  text.pop_back();
  return Secret(std::move(text));
}

Bytes seal(const SecretKey& key, std::string_view associated, const Secret& secret) {
  need_sodium();
  const ByteView text = as_bytes(secret.reveal());
  Bytes out(header_size + nonce_size + text.size() + tag_size);
  const SecretKey::Id id = key.id();
  out[0] = format_version;
  out[1] = xchacha20_poly1305;
  std::copy(id.begin(), id.end(), out.begin() + 2);
  std::uint8_t* nonce = out.data() + header_size;
  randombytes_buf(nonce, nonce_size);
  const Bytes place = associated_data(ByteView(out).first(header_size), associated);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonce_size, nullptr, text.data(), text.size(), place.data(),
                                             place.size(), nullptr, nonce, key.bytes().data());
  return out;
}

SecretKey::Id sealed_with(ByteView sealed) {
  if (sealed.size() < header_size + nonce_size + tag_size) {
    throw Error(ErrorKind::config, "a stored secret is cut off", "sign in again to that provider");
  }
  if (sealed[0] != format_version || sealed[1] != xchacha20_poly1305) {
    throw Error(
        ErrorKind::config,
        fmt::format("a stored secret has the format {}.{}, which this version does not know", sealed[0], sealed[1]),
        "update tracekit");
  }
  SecretKey::Id id{};
  std::copy_n(sealed.begin() + 2, id.size(), id.begin());
  return id;
}

Secret open(std::span<const SecretKey> keys, std::string_view associated, ByteView sealed) {
  need_sodium();
  const SecretKey::Id id = sealed_with(sealed);
  const auto key = std::find_if(keys.begin(), keys.end(), [&](const SecretKey& one) { return one.id() == id; });
  if (key == keys.end()) {
    throw Error(ErrorKind::config, fmt::format("a stored secret was sealed with another key ({})", name_of(id)),
                "put that key into TRACEKIT_SECRET_KEY or secret.key, beside the present one, or sign in again");
  }
  const ByteView header = sealed.first(header_size);
  const ByteView nonce = sealed.subspan(header_size, nonce_size);
  const ByteView content = sealed.subspan(header_size + nonce_size);
  const Bytes place = associated_data(header, associated);
  std::string text(content.size() - tag_size, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<std::uint8_t*>(text.data()), nullptr, nullptr,
                                                 content.data(), content.size(), place.data(), place.size(),
                                                 nonce.data(), key->bytes().data()) != 0) {
    throw Error(ErrorKind::config, "a stored secret was changed or belongs to another place, and was not opened",
                "sign in again to that provider");
  }
  return Secret(std::move(text));
}

Secret open(const SecretKey& key, std::string_view associated, ByteView sealed) {
  return open(std::span(&key, 1), associated, sealed);
}

} // namespace tracekit::config
