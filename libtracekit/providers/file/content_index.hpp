// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/decode.hpp"
#include "providers/file/listing.hpp"

namespace tracekit::file {

/// Finds files of a folder by content. Hashes no more files than a search needs, and each once.
class ContentIndex {
public:
  explicit ContentIndex(std::filesystem::path root) : root_(std::move(root)) {}

  struct Found {
    std::filesystem::path path;
    UnpackedFile content;
  };

  /// The file whose unpacked bytes have this SHA-256; nothing when there is none. Packed ones are found by their packed
  /// bytes, too, by which records were named before.
  std::optional<Found> find(const std::string& sha256);

private:
  std::optional<Found> found_at(const std::filesystem::path& path, const std::string& sha256);
  void list_again();

  std::filesystem::path root_;
  std::vector<FoundFile> unread_;                      ///< of the last listing
  std::map<std::string, std::filesystem::path> paths_; ///< by SHA-256
};

} // namespace tracekit::file
