// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// How a blob's bytes are packed. The numbers are stored.
enum class BlobCodec : std::uint8_t { plain = 0, zstd = 1 };

/// Bytes made ready for the store: compressed where that helps.
struct EncodedBlob {
  BlobCodec codec = BlobCodec::plain;
  std::uint64_t raw_size = 0;
  Bytes data;
};

/// Compresses, without a database and from any thread, so that the writer only inserts.
EncodedBlob encode_blob(ByteView content);
/// The original bytes. Throws Error(database) when they do not decode to `raw_size` bytes.
Bytes decode_blob(const EncodedBlob& blob);

/// What a blob is kept for.
enum class BlobKind { original, payload };
std::string_view to_string(BlobKind kind);

struct BlobInfo {
  std::string sha256;
  BlobKind kind = BlobKind::original;
  std::uint64_t raw_size = 0;
  std::uint64_t stored_size = 0;
  EpochSeconds stored_at = 0;
};

/// One person's originals and payloads: content-addressed, stored once, in pieces of at most 1 MiB.
class Blobs : public Scope {
public:
  using Scope::Scope;

  /// Stores what is not there yet; true when it was new. `sha256` is that of the original bytes.
  bool put(const std::string& sha256, const EncodedBlob& blob, BlobKind kind, EpochSeconds when);
  [[nodiscard]] bool has(const std::string& sha256) const;
  /// The original bytes. Nothing when there is no such blob. Throws Error(database) naming it when its bytes do not
  /// have this hash.
  [[nodiscard]] std::optional<Bytes> find(const std::string& sha256) const;
  [[nodiscard]] std::optional<BlobInfo> info(const std::string& sha256) const;
  void for_each(const std::function<void(const BlobInfo&)>& take) const; ///< by hash; the callback may use the store
  bool erase(const std::string& sha256);
  /// Removes blobs of a kind that no record refers to. Returns how many.
  std::uint64_t erase_unreferenced(BlobKind kind);
};

} // namespace tracekit::store
