// SPDX-License-Identifier: MIT
#include "providers/file/content_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "base/error.hpp"

namespace tracekit::file {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t hash_digits = 12;

[[noreturn]] void fail(const fs::path& path, const std::error_code& code) {
  throw Error(ErrorKind::input, fmt::format("cannot write {}: {}", path.string(), code.message()),
              "check the free space and the permissions of the folder, or set providers.file.path");
}

} // namespace

void ContentStore::make_folder(const fs::path& folder) {
  const std::lock_guard lock(mutex_);
  if (made_.contains(folder)) {
    return;
  }
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) {
    fail(folder, problem);
  }
  made_.insert(folder);
}

ContentStore::Stored ContentStore::store(const std::string& year, const std::string& name, const std::string& sha256,
                                         ByteView content) {
  const fs::path folder = fs::path("imported") / year;
  make_folder(root_ / folder);
  const std::size_t dot = name.rfind('.');
  const std::string file_name =
      fmt::format("{}-{}{}", name.substr(0, dot), sha256.substr(0, hash_digits), name.substr(dot));
  const fs::path target = root_ / folder / file_name;
  // Hidden, so that no pull takes half a file for one.
  const fs::path temporary = root_ / folder / fmt::format(".{}.tmp-{}", file_name, ::getpid());
  {
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out.write(as_text(content).data(), static_cast<std::streamsize>(content.size()));
    out.close();
    if (!out) {
      const std::error_code problem(errno, std::generic_category());
      std::error_code ignored;
      fs::remove(temporary, ignored);
      fail(target, problem);
    }
  }
  std::error_code problem;
  fs::rename(temporary, target, problem);
  if (problem) {
    fail(target, problem);
  }
  return {(folder / file_name).string(), stamp_of(target)};
}

void ContentStore::flush() const {
  const int folder = ::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) { // else nothing has been stored
    ::syncfs(folder);
    ::close(folder);
  }
}

} // namespace tracekit::file
