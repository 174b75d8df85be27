// SPDX-License-Identifier: MIT
#include "providers/file/content_index.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "formats/archive/archive.hpp"

namespace tracekit::file {

/// The file at a path when it is the wanted one; what it is is remembered. Nothing when it cannot be read.
std::optional<ContentIndex::Found> ContentIndex::found_at(const std::filesystem::path& path,
                                                          const std::string& sha256) {
  try {
    Bytes bytes = read_file(path);
    const bool is_packed = archive::container_of(bytes) != archive::Container::none;
    const std::string packed_sha256 = is_packed ? sha256_hex(bytes) : "";
    UnpackedFile content = unpack_file(std::move(bytes), path.filename().string());
    const std::string content_sha256 = sha256_hex(content.bytes);
    paths_[content_sha256] = path;
    if (is_packed) {
      paths_[packed_sha256] = path;
    }
    if (sha256 == content_sha256 || sha256 == packed_sha256) {
      return Found{path, std::move(content)};
    }
  } catch (const Error&) { // moved, removed, or not one that we can give
  }
  return std::nullopt;
}

std::optional<ContentIndex::Found> ContentIndex::find(const std::string& sha256) {
  if (const auto known = paths_.find(sha256); known != paths_.end()) {
    if (auto found = found_at(std::filesystem::path(known->second), sha256)) {
      return found;
    }
  }
  list_again();
  while (!unread_.empty()) {
    const std::filesystem::path path = unread_.back().below(root_);
    unread_.pop_back();
    if (auto found = found_at(path, sha256)) {
      return found;
    }
  }
  return std::nullopt;
}

void ContentIndex::list_again() {
  if (unread_.empty()) {
    unread_ = list_files(root_).files;
  }
}

} // namespace tracekit::file
