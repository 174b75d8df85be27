// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"

namespace tracekit::archive {

/// Writes a zip archive from front to back without going back, so that it can go to a pipe, and holds one member and
/// the list of members in memory. Any number of members and of bytes (zip64 where it is needed). The same members give
/// the same bytes.
class ZipWriter {
public:
  using Take = std::function<void(ByteView piece)>;

  explicit ZipWriter(Take take) : take_(std::move(take)) {}

  /// Adds a file of at most 4 GiB. Names are UTF-8 with `/` between folders; `modified` is shown as it is, without a
  /// zone, at least 1980. Throws Error(input) for a larger one.
  void add(const std::string& name, ByteView content, WallSeconds modified);
  /// Writes the list of members. Nothing may be added afterwards. The archive's comment of this many bytes, if any, is
  /// the caller's to write behind it, who may want it to tell what came before.
  void finish(std::uint16_t comment_bytes = 0);

private:
  struct Member {
    std::string name;
    std::uint64_t offset = 0;
    std::uint32_t checksum = 0;
    std::uint32_t packed_size = 0;
    std::uint32_t size = 0;
    std::uint16_t method = 0;
    std::uint16_t time = 0;
    std::uint16_t date = 0;
  };

  void put(const Bytes& bytes);

  Take take_;
  std::vector<Member> members_;
  std::uint64_t offset_ = 0;
};

} // namespace tracekit::archive
