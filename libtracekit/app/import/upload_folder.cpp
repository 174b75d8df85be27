// SPDX-License-Identifier: MIT
#include "app/import/upload_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "base/error.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "archive-";
constexpr std::string_view random_part = "XXXXXX"; // as mkostemp wants it

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Whether a name is one that is given here, and so leads nowhere else.
bool is_given_name(std::string_view name) {
  return name.starts_with(prefix) && name.size() == prefix.size() + random_part.size() &&
         std::all_of(name.begin() + prefix.size(), name.end(), is_letter_or_digit);
}

[[noreturn]] void fail_to_keep() {
  throw Error(ErrorKind::input, fmt::format("an uploaded archive cannot be kept: {}", std::strerror(errno)),
              "is there room on the disk of the data folder?");
}

void sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    ::fsync(descriptor);
    ::close(descriptor);
  }
}

} // namespace

fs::path UploadFolder::find(const std::string& file, const std::string& shown) const {
  std::error_code problem;
  if (!is_given_name(file) || fs::symlink_status(path_ / file, problem).type() != fs::file_type::regular) {
    throw Error(ErrorKind::input,
                fmt::format("the uploaded archive \"{}\" is not in the data folder of this machine", shown),
                "run `tracekit import` with it on the machine of the server, or upload it again when this job had "
                "ended before");
  }
  return path_ / file;
}

void UploadFolder::remove(const std::string& file) const noexcept {
  std::error_code ignored;
  if (is_given_name(file)) {
    fs::remove(path_ / file, ignored);
  }
}

void UploadFolder::remove_all_but(const std::set<std::string>& files) const noexcept {
  const auto a_day_ago = fs::file_time_type::clock::now() - std::chrono::hours(24);
  std::error_code problem;
  for (fs::directory_iterator entry(path_, problem); !problem && entry != fs::directory_iterator();
       entry.increment(problem)) {
    const std::string name = entry->path().filename().string();
    std::error_code gone;
    const auto written = entry->last_write_time(gone);
    if (!gone && written < a_day_ago && !files.contains(name)) {
      remove(name);
    }
  }
}

UploadedArchive::UploadedArchive(const UploadFolder& folder) {
  std::error_code ignored; // opening tells
  fs::create_directories(folder.path(), ignored);
  fs::permissions(folder.path(), fs::perms::owner_all, ignored);
  std::string path = (folder.path() / fmt::format("{}{}", prefix, random_part)).string();
  descriptor_ = ::mkostemp(path.data(), O_CLOEXEC); // 0600
  if (descriptor_ < 0) {
    fail_to_keep();
  }
  path_ = path;
}

UploadedArchive::~UploadedArchive() {
  ::close(descriptor_);
  if (!is_kept_) {
    ::unlink(path_.c_str());
  }
}

void UploadedArchive::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      fail_to_keep();
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void UploadedArchive::flush() {
  if (::fsync(descriptor_) != 0) {
    fail_to_keep();
  }
  sync_folder(path_.parent_path());
}

} // namespace tracekit::app
