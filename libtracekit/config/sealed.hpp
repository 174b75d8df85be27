// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/secret.hpp"

namespace tracekit::config {

/// A key that seals secrets. Cannot be printed and is wiped when it goes.
class SecretKey {
public:
  static constexpr std::size_t size = 32;
  using Id = std::array<std::uint8_t, 4>;

  /// Reads 64 hexadecimal digits or the base64 (either alphabet, padding optional) of 32 bytes, white space around it
  /// ignored. Throws Error(config) as `<name>: ...` otherwise; the text is never quoted.
  static SecretKey parse(std::string_view text, std::string_view name);

  /// A new random key.
  static SecretKey random();

  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();

  /// Names the key without telling it: derived from it one way.
  [[nodiscard]] Id id() const;
  /// The same as hexadecimal digits.
  [[nodiscard]] std::string name() const;

  /// 64 hexadecimal digits, for a key file.
  [[nodiscard]] Secret to_hex() const;

  [[nodiscard]] std::span<const std::uint8_t, size> bytes() const { return bytes_; }

private:
  SecretKey() = default;
  std::array<std::uint8_t, size> bytes_{};
};

/// As `SecretKey::name`.
std::string name_of(SecretKey::Id id);

/// Seals a secret with XChaCha20-Poly1305-IETF under a fresh random nonce. `associated` names the place it is for (such
/// as user, provider and field) and must be the same on opening, so that sealed values cannot change places.
/// The result tells its own format: version (1), algorithm (1), key id (4 bytes), nonce (24), ciphertext and tag.
Bytes seal(const SecretKey& key, std::string_view associated, const Secret& secret);

/// The id of the key that something was sealed with. Throws Error(config) when it is not a sealed secret.
SecretKey::Id sealed_with(ByteView sealed);

/// Opens what `seal` made. Throws Error(config) when it is malformed, was sealed with another key, belongs to another
/// place, or was changed; nothing of the content is returned then.
Secret open(const SecretKey& key, std::string_view associated, ByteView sealed);

/// Opens with whichever of several keys it was sealed with (while keys are rotated).
Secret open(std::span<const SecretKey> keys, std::string_view associated, ByteView sealed);

} // namespace tracekit::config
