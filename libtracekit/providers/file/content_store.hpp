// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <mutex>
#include <set>
#include <string>

#include "base/bytes.hpp"
#include "providers/file/fingerprint.hpp"

namespace tracekit::file {

/// Puts many files into the folder that pulls read, under names that follow from their content, so that the same
/// content is stored once however often it comes, without looking at what is there. For several threads.
class ContentStore {
public:
  explicit ContentStore(std::filesystem::path root) : root_(std::move(root)) {}

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

  struct Stored {
    std::string key; ///< path below the root, as pulls know it
    FileStamp stamp;
  };

  /// Writes `imported/<year>/<name>-<beginning of the hash>.<ending>`; `name` is `2025-08-03-071500-cycling.fit`. After
  /// a kill the file is whole or not there; after a power cut only once `flush` has returned. Throws Error(input).
  Stored store(const std::string& year, const std::string& name, const std::string& sha256, ByteView content);

  /// Waits until everything that was stored is on disk.
  void flush() const;

private:
  void make_folder(const std::filesystem::path& folder);

  std::filesystem::path root_;
  std::mutex mutex_;
  std::set<std::filesystem::path> made_;
};

} // namespace tracekit::file
