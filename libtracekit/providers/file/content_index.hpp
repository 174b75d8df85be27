// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "providers/file/listing.hpp"

namespace tracekit::file {

/// Finds files of a folder by content. Hashes no more files than a search needs, and each once.
class ContentIndex {
public:
  explicit ContentIndex(std::filesystem::path root) : root_(std::move(root)) {}

  struct Found {
    std::filesystem::path path;
    Bytes content;
  };

  /// The file whose content has this SHA-256; nothing when there is none.
  std::optional<Found> find(const std::string& sha256);

private:
  void list_again();

  std::filesystem::path root_;
  std::vector<FoundFile> unread_;                      ///< of the last listing
  std::map<std::string, std::filesystem::path> paths_; ///< by SHA-256
};

} // namespace tracekit::file
