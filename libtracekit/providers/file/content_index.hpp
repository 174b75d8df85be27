// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

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

  /// Whether a file has this SHA-256 and, as it lies there, this size. The folder is listed once, however often this is
  /// asked: who puts files there says so with `add`, and what others put there later is not seen.
  bool holds(const std::string& sha256, std::uint64_t size);
  void add(const std::string& sha256, const std::filesystem::path& path) { paths_[sha256] = path; }

private:
  using Unread = std::multimap<std::uint64_t, FoundFile>; ///< by size

  std::optional<Found> find_known(const std::string& sha256);
  std::optional<Found> take_unread(Unread::iterator unread, const std::string& sha256);
  std::optional<Found> found_at(const std::filesystem::path& path, const std::string& sha256);
  void list_again();

  std::filesystem::path root_;
  bool is_listed_ = false;
  Unread unread_;                                      ///< of the last listing
  std::map<std::string, std::filesystem::path> paths_; ///< by SHA-256
};

} // namespace tracekit::file
