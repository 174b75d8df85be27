// SPDX-License-Identifier: MIT
#include "app/backup/scratch_folder.hpp"

#include <fcntl.h>
#include <stdlib.h> // mkdtemp
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "base/error.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view scratch_prefix = ".tracekit-scratch-";

/// The folder, locked for as long as the descriptor is open; -1 when somebody else uses it.
int lock_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return -1;
  }
  return descriptor;
}

void remove_abandoned(const fs::path& parent) {
  std::error_code problem;
  for (fs::directory_iterator entry(parent, problem); !problem && entry != fs::directory_iterator();
       entry.increment(problem)) {
    if (!entry->path().filename().string().starts_with(scratch_prefix)) {
      continue;
    }
    if (const int lock = lock_folder(entry->path()); lock >= 0) {
      std::error_code ignored;
      fs::remove_all(entry->path(), ignored);
      ::close(lock);
    }
  }
}

} // namespace

ScratchFolder::ScratchFolder(const fs::path& parent) {
  std::error_code ignored; // making the folder in it says what is wrong
  fs::create_directories(parent, ignored);
  remove_abandoned(parent);
  constexpr int most_tries = 20; // between making and locking, another process may take it for abandoned
  for (int tries = 0; tries < most_tries; ++tries) {
    std::string name = (parent / fmt::format("{}XXXXXX", scratch_prefix)).string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw Error(ErrorKind::input, fmt::format("cannot write to {}: {}", parent.string(), std::strerror(errno)));
    }
    path_ = name;
    lock_ = lock_folder(path_);
    if (lock_ >= 0 && fs::exists(path_)) {
      return;
    }
    ::close(lock_);
    fs::remove(path_, ignored);
  }
  throw Error(ErrorKind::input, fmt::format("cannot lock folders in {}", parent.string()), "use a local disk");
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  ::close(lock_);
}

} // namespace tracekit::app
