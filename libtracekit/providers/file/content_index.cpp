// SPDX-License-Identifier: MIT
#include "providers/file/content_index.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"

namespace tracekit::file {

std::optional<ContentIndex::Found> ContentIndex::find(const std::string& sha256) {
  if (const auto known = paths_.find(sha256); known != paths_.end()) {
    try {
      Bytes content = read_file(known->second);
      if (sha256_hex(content) == sha256) {
        return Found{known->second, std::move(content)};
      }
    } catch (const Error&) { // moved or removed since
    }
  }
  list_again();
  while (!unread_.empty()) {
    const std::filesystem::path path = unread_.back().below(root_);
    unread_.pop_back();
    try {
      Bytes content = read_file(path);
      const std::string found = sha256_hex(content);
      paths_[found] = path;
      if (found == sha256) {
        return Found{path, std::move(content)};
      }
    } catch (const Error&) { // it is not the one that we can give
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
