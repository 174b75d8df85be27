// SPDX-License-Identifier: MIT
#include "base/file.hpp"

#include <cstdio> // renameat2
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <string>

#include "base/atomic_file.hpp"
#include "base/error.hpp"

namespace tracekit {
namespace {

/// Owns a file descriptor.
class Descriptor {
public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

private:
  int fd_;
};

[[noreturn]] void fail(std::string_view verb, const std::filesystem::path& path, int code) {
  throw Error(ErrorKind::input, fmt::format("cannot {} {}: {}", verb, path.string(), std::strerror(code)));
}

struct stat status_of(int fd, const std::filesystem::path& path) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) {
    fail("read", path, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    throw Error(ErrorKind::input, fmt::format("cannot read {}: not a regular file", path.string()));
  }
  return status;
}

void write_all(int fd, ByteView content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      fail("write", path, errno);
    }
    content = content.subspan(static_cast<std::size_t>(written));
  }
}

constexpr std::string_view unfinished_mark = ".tmp-";

/// What is written before it gets its name: hidden, so that nothing takes it for a file of the person.
std::string temporary_prefix(const std::filesystem::path& target) {
  return fmt::format(".{}{}", target.filename().string(), unfinished_mark);
}

/// The name that an unfinished file of ours would have had; nothing for other files.
std::optional<std::string> name_when_finished(const std::string& name) {
  const std::size_t mark = name.rfind(unfinished_mark);
  if (!name.starts_with('.') || mark == std::string::npos || mark < 2) {
    return std::nullopt;
  }
  const std::string_view ours = std::string_view(name).substr(mark + unfinished_mark.size()); // 4711-1f3a90-0
  const bool is_ours = ours.find_first_not_of("0123456789abcdef-") == std::string_view::npos &&
                       std::ranges::count(ours, '-') == 2 && ours.front() != '-' && ours.back() != '-';
  return is_ours ? std::optional(name.substr(1, mark - 1)) : std::nullopt;
}

/// Whoever writes a file holds this lock on it. Unlike a process number it tells of a writer in another container, too.
bool lock_as_its_writer(int fd, int how) {
  while (::flock(fd, LOCK_EX | how) != 0) {
    if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

void remove_if_abandoned(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status{};
  if (file.get() >= 0 && ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode) &&
      lock_as_its_writer(file.get(), LOCK_NB)) {
    ::unlink(path.c_str());
  }
}

void remove_leftovers(const std::filesystem::path& target) {
  remove_unfinished_files(target.parent_path(),
                          [&](const std::string& name) { return name == target.filename().string(); });
}

/// A new file beside a target, removed again when it was not renamed.
class TemporaryFile {
public:
  TemporaryFile(const std::filesystem::path& target, unsigned mode) {
    struct stat status{};
    do { // before it is locked, another process may take it for abandoned
      path_ = free_name(target);
      descriptor_ = std::make_unique<Descriptor>(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
      if (fd() < 0) {
        fail("write", target, errno);
      }
      lock_as_its_writer(fd(), 0); // where files cannot be locked, nobody takes one for abandoned
    } while (::fstat(fd(), &status) == 0 && status.st_nlink == 0);
  }
  ~TemporaryFile() { ::unlink(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] int fd() const { return descriptor_->get(); }
  [[nodiscard]] const std::string& path() const { return path_; }

private:
  static std::string free_name(const std::filesystem::path& target) {
    static std::atomic<unsigned> count{0};
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    return target.parent_path() / fmt::format("{}{}-{:x}-{}", temporary_prefix(target), ::getpid(), now, count++);
  }

  std::string path_;
  std::unique_ptr<Descriptor> descriptor_;
};

} // namespace

FileStamp stamp_of(const std::filesystem::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    fail("read", path, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    throw Error(ErrorKind::input, fmt::format("cannot read {}: not a regular file", path.string()));
  }
  return {static_cast<std::uint64_t>(status.st_size),
          static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec,
          static_cast<std::uint64_t>(status.st_ino)};
}

Bytes read_file(const std::filesystem::path& path, std::uint64_t limit) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) {
    fail("read", path, errno);
  }
  const auto size = static_cast<std::uint64_t>(status_of(fd.get(), path).st_size);
  if (size > limit) {
    throw Error(ErrorKind::input,
                fmt::format("cannot read {}: {} bytes are more than the limit of {}", path.string(), size, limit));
  }
  Bytes content(size);
  std::size_t filled = 0;
  while (filled < content.size()) {
    const ssize_t count = ::read(fd.get(), content.data() + filled, content.size() - filled);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      fail("read", path, errno);
    }
    if (count == 0) {
      break; // it shrank while we read
    }
    filled += static_cast<std::size_t>(count);
  }
  content.resize(filled);
  return content;
}

void write_file_atomically(const std::filesystem::path& path, ByteView content, unsigned mode) {
  // A link stays a link: what it points to is replaced.
  std::error_code unresolved;
  const auto resolved =
      std::filesystem::is_symlink(path, unresolved) ? std::filesystem::canonical(path, unresolved) : path;
  const std::filesystem::path& target = unresolved ? path : resolved;
  struct stat existing{};
  const bool replaces = ::stat(target.c_str(), &existing) == 0;
  // A new file's mode is subject to the umask; a replaced one's is copied before anything can be read.
  remove_leftovers(target);
  const TemporaryFile temporary(target, replaces ? 0600U : mode);
  write_all(temporary.fd(), content, path);
  if ((replaces && ::fchmod(temporary.fd(), existing.st_mode & 07777U) != 0) || ::fsync(temporary.fd()) != 0 ||
      ::rename(temporary.path().c_str(), target.c_str()) != 0) {
    fail("write", path, errno);
  }
  sync_folder(target.parent_path());
}

namespace {

/// Writes a file that gets its name when it is whole, so that a killed process leaves nothing to look for. False when
/// the name is taken, nothing where the file system has no files without names.
std::optional<bool> write_before_naming(const std::filesystem::path& path, ByteView content, unsigned mode) {
  const std::filesystem::path folder = path.parent_path().empty() ? "." : path.parent_path();
  const Descriptor unnamed(::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode));
  if (unnamed.get() < 0) {
    return std::nullopt;
  }
  write_all(unnamed.get(), content, path);
  if (::fsync(unnamed.get()) != 0) {
    fail("write", path, errno);
  }
  const std::string opened = fmt::format("/proc/self/fd/{}", unnamed.get());
  if (::linkat(AT_FDCWD, opened.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0) {
    sync_folder(folder);
    return true;
  }
  return errno == EEXIST ? std::optional(false) : std::nullopt;
}

} // namespace

bool write_new_file_atomically(const std::filesystem::path& path, ByteView content, unsigned mode) {
  if (std::filesystem::exists(std::filesystem::symlink_status(path))) {
    return false;
  }
  if (const auto written = write_before_naming(path, content, mode)) {
    return *written;
  }
  remove_leftovers(path);
  const TemporaryFile temporary(path, mode);
  write_all(temporary.fd(), content, path);
  if (::fsync(temporary.fd()) != 0) {
    fail("write", path, errno);
  }
  return rename_to_free_name(temporary.path(), path);
}

class AtomicFile::Temporary : public TemporaryFile {
public:
  using TemporaryFile::TemporaryFile;
};

AtomicFile::AtomicFile(std::filesystem::path path, Existing existing, unsigned mode)
    : path_(std::move(path)), existing_(existing) {
  remove_leftovers(path_);
  temporary_ = std::make_unique<Temporary>(path_, mode);
}

AtomicFile::~AtomicFile() = default;

void AtomicFile::write(ByteView piece) { write_all(temporary_->fd(), piece, path_); }

std::filesystem::path AtomicFile::unfinished_path() const { return temporary_->path(); }

bool AtomicFile::finish() {
  if (::fsync(temporary_->fd()) != 0) {
    fail("write", path_, errno);
  }
  if (existing_ == Existing::keep) {
    return rename_to_free_name(temporary_->path(), path_);
  }
  rename_for_good(temporary_->path(), path_);
  return true;
}

void remove_unfinished_files(const std::filesystem::path& folder,
                             const std::function<bool(const std::string& name)>& is_wanted) {
  std::error_code problem;
  for (std::filesystem::directory_iterator entry(folder.empty() ? "." : folder, problem);
       !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    const auto name = name_when_finished(entry->path().filename().string());
    if (name && is_wanted(*name)) {
      remove_if_abandoned(entry->path());
    }
  }
}

void sync_folder(const std::filesystem::path& folder) {
  const Descriptor fd(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() >= 0) {
    ::fsync(fd.get());
  }
}

void rename_for_good(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    fail("write", to, errno);
  }
  sync_folder(to.parent_path());
}

bool rename_to_free_name(const std::filesystem::path& from, const std::filesystem::path& to) {
  const bool was_free = rename_to_free_name_for_now(from, to);
  if (was_free) {
    sync_folder(to.parent_path());
  }
  return was_free;
}

bool rename_to_free_name_for_now(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    return true;
  }
  const bool unsupported = errno == EINVAL || errno == ENOSYS;
  if (errno == EEXIST || (unsupported && std::filesystem::exists(std::filesystem::symlink_status(to)))) {
    return false;
  }
  if (!unsupported) {
    fail("write", to, errno);
  }
  rename_for_good(from, to);
  return true;
}

bool exchange_names(const std::filesystem::path& one, const std::filesystem::path& other) {
  if (::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) != 0) {
    if (errno == EINVAL || errno == ENOSYS) {
      return false;
    }
    fail("write", other, errno);
  }
  sync_folder(one.parent_path());
  sync_folder(other.parent_path());
  return true;
}

} // namespace tracekit
