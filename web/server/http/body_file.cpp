// SPDX-License-Identifier: MIT
#include "http/body_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "base/error.hpp"

namespace tracekit::web {
namespace {

[[noreturn]] void fail(const char* what) {
  throw Error(ErrorKind::input, fmt::format("an upload cannot be {}: {}", what, std::strerror(errno)),
              "is there room on the disk of the data folder?");
}

} // namespace

BodyFile::BodyFile(const std::filesystem::path& folder) {
  std::error_code ignored; // opening tells
  std::filesystem::create_directories(folder, ignored);
  std::string path = (folder / "upload-XXXXXX").string();
  descriptor_ = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor_ < 0) {
    fail("kept");
  }
  ::unlink(path.c_str());
}

BodyFile::~BodyFile() { ::close(descriptor_); }

void BodyFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      fail("kept");
    }
    size_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::size_t BodyFile::read(std::uint64_t offset, char* buffer, std::size_t count) const {
  std::size_t total = 0;
  while (total < count) {
    const ssize_t got = ::pread(descriptor_, buffer + total, count - total, static_cast<off_t>(offset + total));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      fail("read");
    }
    if (got == 0) {
      break;
    }
    total += static_cast<std::size_t>(got);
  }
  return total;
}

} // namespace tracekit::web
