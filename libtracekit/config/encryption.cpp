// SPDX-License-Identifier: MIT
#include "config/encryption.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "config/sodium.hpp"

namespace tracekit::config {
namespace {

constexpr std::string_view encrypted_magic = "tracekit encrypted backup 1\n";
static_assert(encrypted_magic.size() == encrypted_beginning_bytes);

constexpr std::size_t chunk_bytes = std::size_t{64} << 10U;
constexpr std::size_t chunk_overhead = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t cost_bytes = 8;
/// Magic, cost and salt, then what secretstream begins with.
constexpr std::size_t preamble_bytes = encrypted_magic.size() + cost_bytes + crypto_pwhash_SALTBYTES;
constexpr std::size_t head_bytes = preamble_bytes + crypto_secretstream_xchacha20poly1305_HEADERBYTES;

/// More than any of ours: a damaged number must not take all memory, or hours.
constexpr std::uint32_t most_passes = 16;
constexpr std::uint32_t most_memory_kib = 1U << 20U;

void append_number(Bytes& out, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

std::uint32_t number_at(ByteView bytes, std::size_t offset) {
  std::uint32_t value = 0;
  for (unsigned i = 0; i < 4; ++i) {
    value |= static_cast<std::uint32_t>(bytes[offset + i]) << (8 * i);
  }
  return value;
}

/// The key of a stream, wiped when it goes.
class StreamKey {
public:
  StreamKey(const Secret& passphrase, GuessingCost cost, const std::uint8_t* salt) {
    const std::string& text = passphrase.reveal();
    if (crypto_pwhash(bytes_.data(), bytes_.size(), text.data(), text.size(), salt, cost.passes,
                      std::size_t{cost.memory_kib} << 10U, crypto_pwhash_ALG_ARGON2ID13) != 0) {
      throw Error(ErrorKind::config, "there is not enough memory to make a key of the passphrase");
    }
  }
  ~StreamKey() { sodium_memzero(bytes_.data(), bytes_.size()); }
  StreamKey(const StreamKey&) = delete;
  StreamKey& operator=(const StreamKey&) = delete;
  [[nodiscard]] const std::uint8_t* data() const { return bytes_.data(); }

private:
  std::array<std::uint8_t, crypto_secretstream_xchacha20poly1305_KEYBYTES> bytes_{};
};

/// What secretstream remembers between two chunks, wiped when it goes.
struct ChunkState {
  crypto_secretstream_xchacha20poly1305_state stream{};
  ChunkState() = default;
  ~ChunkState() { sodium_memzero(&stream, sizeof stream); }
  ChunkState(const ChunkState&) = delete;
  ChunkState& operator=(const ChunkState&) = delete;
};

[[noreturn]] void refuse_changed(const char* what) {
  throw Error(ErrorKind::input, what, "it must not be used; take another copy");
}

std::size_t read_up_to(std::FILE* from, Bytes& into) {
  const std::size_t got = std::fread(into.data(), 1, into.size(), from);
  if (got < into.size() && std::ferror(from) != 0) {
    throw Error(ErrorKind::input, "cannot be read to its end", "check the disk that it is on");
  }
  return got;
}

} // namespace

struct Encryption::State {
  ChunkState chunks;
  Bytes preamble; ///< authenticated with every chunk
};

Encryption::Encryption(const Secret& passphrase, Take take, GuessingCost cost)
    : state_(std::make_unique<State>()), take_(std::move(take)) {
  need_sodium();
  Bytes& head = state_->preamble;
  const ByteView magic = as_bytes(encrypted_magic);
  head.assign(magic.begin(), magic.end());
  append_number(head, cost.passes);
  append_number(head, cost.memory_kib);
  head.resize(preamble_bytes);
  std::uint8_t* salt = head.data() + preamble_bytes - crypto_pwhash_SALTBYTES;
  randombytes_buf(salt, crypto_pwhash_SALTBYTES);
  const StreamKey key(passphrase, cost, salt);
  std::array<std::uint8_t, crypto_secretstream_xchacha20poly1305_HEADERBYTES> header{};
  crypto_secretstream_xchacha20poly1305_init_push(&state_->chunks.stream, header.data(), key.data());
  take_(head);
  take_(header);
}

Encryption::~Encryption() = default;

void Encryption::write(ByteView piece) {
  while (!piece.empty()) {
    if (waiting_.size() == chunk_bytes) { // the last chunk is marked, so a full one waits until more comes
      push(waiting_, false);
      waiting_.clear();
    }
    const std::size_t count = std::min(piece.size(), chunk_bytes - waiting_.size());
    waiting_.insert(waiting_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
    piece = piece.subspan(count);
  }
}

void Encryption::finish() { push(waiting_, true); }

void Encryption::push(ByteView chunk, bool is_last) {
  Bytes sealed(chunk.size() + chunk_overhead);
  crypto_secretstream_xchacha20poly1305_push(&state_->chunks.stream, sealed.data(), nullptr, chunk.data(), chunk.size(),
                                             state_->preamble.data(), state_->preamble.size(),
                                             is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                                     : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
  take_(sealed);
}

bool is_encrypted(ByteView beginning) { return as_text(beginning).starts_with(encrypted_magic); }

void decrypt(std::FILE* from, const Secret& passphrase, const Encryption::Take& take) {
  need_sodium();
  Bytes head(head_bytes);
  if (read_up_to(from, head) < head.size() || !is_encrypted(head)) {
    refuse_changed("is cut off in its first bytes");
  }
  const ByteView preamble = ByteView(head).first(preamble_bytes);
  const GuessingCost cost{number_at(preamble, encrypted_magic.size()), number_at(preamble, encrypted_magic.size() + 4)};
  if (cost.passes < crypto_pwhash_OPSLIMIT_MIN || cost.passes > most_passes ||
      cost.memory_kib < crypto_pwhash_MEMLIMIT_MIN >> 10U || cost.memory_kib > most_memory_kib) {
    refuse_changed("is damaged in its first bytes");
  }
  const StreamKey key(passphrase, cost, preamble.data() + preamble_bytes - crypto_pwhash_SALTBYTES);
  ChunkState state;
  crypto_secretstream_xchacha20poly1305_init_pull(&state.stream, head.data() + preamble_bytes, key.data());
  Bytes sealed(chunk_bytes + chunk_overhead);
  Bytes chunk(chunk_bytes);
  for (bool is_first = true;; is_first = false) {
    const std::size_t got = read_up_to(from, sealed);
    unsigned long long size = 0;
    unsigned char tag = 0;
    if (got < chunk_overhead ||
        crypto_secretstream_xchacha20poly1305_pull(&state.stream, chunk.data(), &size, &tag, sealed.data(), got,
                                                   preamble.data(), preamble.size()) != 0) {
      if (is_first && got >= chunk_overhead) {
        throw Error(ErrorKind::input, "does not open with this passphrase",
                    "type it again; if it is right, the file was changed, and must not be used");
      }
      refuse_changed("is damaged or cut off");
    }
    take(ByteView(chunk).first(static_cast<std::size_t>(size)));
    if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
      break;
    }
  }
  if (std::fgetc(from) != EOF) {
    refuse_changed("goes on behind its end");
  }
}

} // namespace tracekit::config
