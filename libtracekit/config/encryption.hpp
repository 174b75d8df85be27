// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>

#include "base/bytes.hpp"
#include "base/secret.hpp"

namespace tracekit::config {

/// What trying one passphrase costs whoever wants to guess it (Argon2id).
struct GuessingCost {
  std::uint32_t passes = 4;
  std::uint32_t memory_kib = 64U << 10U;
};

/// Encrypts bytes that come piece by piece under a passphrase: XChaCha20-Poly1305 in chunks, libsodium's secretstream,
/// with a key that Argon2id makes of the passphrase and a random salt. docs/reference/backup.md tells the form.
/// Changed, missing, added or exchanged bytes are noticed when it is decrypted.
class Encryption {
public:
  using Take = std::function<void(ByteView piece)>;

  /// Throws Error(config) when there is not enough memory for the key.
  Encryption(const Secret& passphrase, Take take, GuessingCost cost = {});
  ~Encryption();
  Encryption(const Encryption&) = delete;
  Encryption& operator=(const Encryption&) = delete;

  void write(ByteView piece);
  /// Writes the end, without which the whole is refused.
  void finish();

private:
  void push(ByteView chunk, bool is_last);

  struct State;
  std::unique_ptr<State> state_;
  Take take_;
  Bytes waiting_; ///< of the chunk that is not full yet
};

/// Whether something begins like what `Encryption` writes.
bool is_encrypted(ByteView beginning);
inline constexpr std::size_t encrypted_beginning_bytes = 28;

/// Decrypts a file from where it stands to its end. `take` gets only what is certain to be as it was written; that the
/// whole was, is known when this returns. Throws Error(input), without a subject: another passphrase, or changed.
void decrypt(std::FILE* from, const Secret& passphrase, const Encryption::Take& take);

} // namespace tracekit::config
