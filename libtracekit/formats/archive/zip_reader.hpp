// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/spool_file.hpp"

namespace tracekit::archive {

/// One file in a zip archive.
struct ZipMember {
  std::string name;       ///< valid UTF-8
  std::uint64_t size = 0; ///< unpacked, as the archive says; 0 where it does not say
  std::string refusal;    ///< why it must not be read, in words that follow its name; empty when it may
};

/// Reads the members of a zip archive one after another, in memory that does not depend on its size. An archive that
/// ends early, and so lacks its list, is read from the front as far as its members are whole.
///
/// Members are refused that lead out of the archive by their name, that are links, encrypted, or 4 GiB and more. A
/// member that unpacks to more than 250 times its size, and more than 32 MiB, breaks off with an error, as does any
/// once all together are beyond 250 times the archive and a GiB.
class ZipReader {
public:
  /// Takes an open file. Throws Error(input), without a subject, when it is no zip archive at all.
  explicit ZipReader(FileHandle file);
  ~ZipReader();
  ZipReader(const ZipReader&) = delete;
  ZipReader& operator=(const ZipReader&) = delete;

  /// The files, without folders, in their order.
  [[nodiscard]] const std::vector<ZipMember>& members() const { return members_; }
  /// What is wrong with the archive as a whole: that it ends early, and in which member. Empty when nothing is.
  [[nodiscard]] const std::string& damage() const { return damage_; }

  /// Unpacks a member of at most `limit` bytes. Throws Error(input), without a subject: damaged, too large, a bomb.
  Bytes read(std::size_t member, std::uint64_t limit);
  /// The first bytes of a member, fewer when it has no more; none when it cannot be read.
  Bytes peek(std::size_t member, std::size_t count);
  /// Unpacks a member into a file.
  void copy(std::size_t member, std::FILE* to);

private:
  class Source; ///< how members are found and unpacked: by the list, or from the front
  class Listed;
  class Salvaged;

  /// Hands out a member piece by piece until `take` returns false, within the bounds.
  void unpack(std::size_t member, const std::function<bool(ByteView)>& take);

  std::vector<ZipMember> members_;
  std::string damage_;
  std::unique_ptr<Source> source_;
  std::uint64_t archive_bytes_ = 0;
  std::uint64_t unpacked_bytes_ = 0;
};

} // namespace tracekit::archive
