// SPDX-License-Identifier: MIT
#include "providers/file/listing.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::file {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view endings[] = {".fit", ".gpx", ".tcx", ".kml"};

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

/// Databases and terminals take UTF-8 only, and two names must stay two keys.
std::string key_of(const std::string& relative) {
  if (to_valid_utf8(relative) == relative) {
    return relative;
  }
  std::string key;
  for (const char c : relative) {
    const auto byte = static_cast<unsigned char>(c);
    key += byte < 0x80 ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return key;
}

/// Walks a tree with one open folder at a time, so that depth costs no descriptors.
class Walk {
public:
  explicit Walk(fs::path root) : root_(std::move(root)) {}

  Listing run() {
    pending_.emplace_back();
    while (!pending_.empty()) {
      const std::string prefix = std::move(pending_.back());
      pending_.pop_back();
      list(prefix);
    }
    std::sort(out_.files.begin(), out_.files.end(),
              [](const FoundFile& a, const FoundFile& b) { return a.key < b.key; });
    std::sort(out_.skipped.begin(), out_.skipped.end());
    return std::move(out_);
  }

private:
  void list(const std::string& prefix) {
    const Folder folder(::opendir((root_ / prefix).c_str()));
    if (!folder) {
      fail(prefix, errno);
      return;
    }
    while (true) {
      errno = 0;
      const dirent* entry = ::readdir(folder.get());
      if (entry == nullptr) {
        break;
      }
      if (entry->d_name[0] != '.') {
        add(::dirfd(folder.get()), prefix, entry->d_name, entry->d_type);
      }
    }
    if (errno != 0) {
      fail(prefix, errno);
    }
  }

  void fail(const std::string& prefix, int code) {
    if (prefix.empty()) {
      throw Error(ErrorKind::input, fmt::format("cannot list the folder {}: {}", root_.string(), std::strerror(code)),
                  "check the path and its permissions, or set providers.file.path");
    }
    out_.unreadable.push_back(key_of(prefix));
  }

  void add(int folder, const std::string& prefix, const char* name, unsigned char type) {
    const bool named = has_activity_name(name);
    if (type == DT_REG && !named) {
      return;
    }
    struct stat status{};
    if (type == DT_UNKNOWN || type == DT_DIR) {
      if (type == DT_DIR || (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode))) {
        pending_.push_back(prefix + name + "/");
        return;
      }
    }
    if (::fstatat(folder, name, &status, 0) != 0) {
      skip(named, prefix + name, errno == ELOOP ? "a link to itself" : "a link to nothing");
    } else if (S_ISDIR(status.st_mode)) {
      skip(true, prefix + name, "a link to a folder");
    } else if (!S_ISREG(status.st_mode)) {
      skip(named, prefix + name, "no regular file");
    } else if (named) {
      std::string spelled = prefix + name;
      std::string key = key_of(spelled);
      if (key == spelled) {
        spelled.clear();
      }
      out_.files.push_back({std::move(key),
                            std::move(spelled),
                            {static_cast<std::uint64_t>(status.st_size),
                             static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec,
                             static_cast<std::uint64_t>(status.st_ino)}});
    }
  }

  void skip(bool matters, const std::string& relative, std::string_view reason) {
    if (matters) {
      out_.skipped.push_back(fmt::format("{} ({})", key_of(relative), reason));
    }
  }

  fs::path root_;
  std::vector<std::string> pending_;
  Listing out_;
};

} // namespace

bool has_activity_name(std::string_view name) {
  if (ends_with_ignoring_case(name, ".gz")) {
    name.remove_suffix(3);
  }
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view ending) { return ends_with_ignoring_case(name, ending); });
}

Listing list_files(const fs::path& root) { return Walk(root).run(); }

} // namespace tracekit::file
