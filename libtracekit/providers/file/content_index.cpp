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
  if (auto known = find_known(sha256)) {
    return known;
  }
  if (unread_.empty()) {
    list_again();
  }
  while (!unread_.empty()) {
    if (auto found = take_unread(unread_.begin(), sha256)) {
      return found;
    }
  }
  return std::nullopt;
}

bool ContentIndex::holds(const std::string& sha256, std::uint64_t size) {
  if (!is_listed_) {
    list_again();
  }
  for (auto unread = unread_.find(size); unread != unread_.end(); unread = unread_.find(size)) {
    take_unread(unread, sha256);
  }
  return find_known(sha256).has_value();
}

std::optional<ContentIndex::Found> ContentIndex::find_known(const std::string& sha256) {
  const auto known = paths_.find(sha256);
  return known == paths_.end() ? std::nullopt : found_at(std::filesystem::path(known->second), sha256);
}

std::optional<ContentIndex::Found> ContentIndex::take_unread(Unread::iterator unread, const std::string& sha256) {
  const std::filesystem::path path = unread->second.below(root_);
  unread_.erase(unread);
  return found_at(path, sha256);
}

void ContentIndex::list_again() {
  is_listed_ = true;
  unread_.clear();
  for (FoundFile& file : list_files(root_).files) {
    unread_.emplace(file.stamp.size, std::move(file));
  }
}

} // namespace tracekit::file
