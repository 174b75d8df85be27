// SPDX-License-Identifier: MIT
#include "base/spool_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/error.hpp"

namespace tracekit {

FileHandle open_for_reading(const std::filesystem::path& path) {
  FileHandle file(std::fopen(path.c_str(), "rbe"));
  if (!file) {
    throw Error(ErrorKind::input, fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
  }
  return file;
}

FileHandle make_spool_file(const std::filesystem::path& folder) {
  std::error_code ignored; // opening says what is wrong
  std::filesystem::create_directories(folder, ignored);
  std::string name = (folder / ".tracekit-spool-XXXXXX").string();
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  FileHandle file(descriptor < 0 ? nullptr : ::fdopen(descriptor, "w+b"));
  if (!file) {
    throw Error(ErrorKind::input, fmt::format("cannot write to {}: {}", folder.string(), std::strerror(errno)));
  }
  ::unlink(name.c_str());
  return file;
}

} // namespace tracekit
