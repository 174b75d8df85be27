// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/bytes.hpp"

namespace tracekit {

/// What tells that a file is unchanged without opening it.
struct FileStamp {
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0; ///< since the epoch
  std::uint64_t inode = 0;

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// The stamp of a regular file (links are followed). Throws Error(input) when there is none.
FileStamp stamp_of(const std::filesystem::path& path);

/// Reads a whole regular file. Throws Error(input) naming the path: missing, unreadable, not a
/// regular file, or larger than `limit` bytes.
Bytes read_file(const std::filesystem::path& path, std::uint64_t limit = std::uint64_t{1} << 31U);

/// Writes beside the target, flushes to disk, then renames over it: after a crash the old or the
/// new content is there, never a mixture. The mode of an existing target is kept, else `mode`.
/// Throws Error(input) naming the path (no space, read-only ...).
void write_file_atomically(const std::filesystem::path& path, ByteView content, unsigned mode = 0644);

/// The same for a name that must be free; false, and nothing written, when it is taken.
bool write_new_file_atomically(const std::filesystem::path& path, ByteView content, unsigned mode = 0644);

} // namespace tracekit
