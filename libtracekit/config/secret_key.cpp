// SPDX-License-Identifier: MIT
#include "config/secret_key.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.hpp"
#include "base/file.hpp"

namespace tracekit::config {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t key_file_limit = 4096;

[[noreturn]] void fail(std::string_view verb, const fs::path& path, int code) {
  throw Error(ErrorKind::config, fmt::format("cannot {} the key file {}: {}", verb, path.string(), std::strerror(code)),
              "set TRACEKIT_SECRET_KEY_FILE or TRACEKIT_DATA_DIR to a place that can be used");
}

void make_private_folder(const fs::path& folder) {
  std::error_code code;
  if (fs::exists(folder, code)) {
    return;
  }
  fs::create_directories(folder.parent_path(), code);
  if (!code && ::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    code = std::error_code(errno, std::generic_category());
  }
  if (code) {
    throw Error(ErrorKind::config, fmt::format("cannot make the folder {}: {}", folder.string(), code.message()));
  }
}

/// Removes a temporary file when done, whatever happened.
class Temporary {
public:
  explicit Temporary(const fs::path& target) : path_(target.string() + ".new-XXXXXX") {
    fd_ = ::mkostemp(path_.data(), O_CLOEXEC); // O_EXCL, mode 0600
    if (fd_ < 0) {
      fail("make", target, errno);
    }
  }
  ~Temporary() {
    ::close(fd_);
    ::unlink(path_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] const std::string& path() const { return path_; }

private:
  std::string path_;
  int fd_ = -1;
};

/// As the keys stand in a file: one a line.
Secret lines_of(std::span<const SecretKey> keys) {
  std::string text;
  for (const SecretKey& key : keys) {
    text += key.to_hex().reveal() + "\n";
  }
  return Secret(std::move(text));
}

} // namespace

SecretKeys parse_keys(std::string_view text, std::string_view name) {
  constexpr std::string_view between = " \t\r\n,";
  SecretKeys keys;
  for (auto begin = text.find_first_not_of(between); begin != std::string_view::npos;) {
    const auto end = text.find_first_of(between, begin);
    keys.push_back(SecretKey::parse(text.substr(begin, end - begin), name));
    begin = end == std::string_view::npos ? end : text.find_first_not_of(between, end);
  }
  return keys.empty() ? SecretKeys{SecretKey::parse(text, name)} : keys; // which says what is expected
}

fs::path key_file(const fs::path& data_dir) { return data_dir / "secret.key"; }

SecretKeys read_key_file(const fs::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    fail("read", path, errno);
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw Error(ErrorKind::config, fmt::format("the key file {} is open to others", path.string()),
                fmt::format("run chmod 600 {}", path.string()));
  }
  std::string text;
  try {
    text = as_text(read_file(path, key_file_limit));
  } catch (const Error& error) {
    throw Error(ErrorKind::config, error.what(), error.hint());
  }
  const Secret content(std::move(text));
  return parse_keys(content.reveal(), path.string());
}

SecretKeys make_key_file(const fs::path& path) {
  make_private_folder(path.parent_path());
  const SecretKey key = SecretKey::random();
  const Secret line = lines_of({&key, 1});
  const std::string& text = line.reveal();
  {
    const Temporary temporary(path);
    if (::write(temporary.fd(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        ::fsync(temporary.fd()) != 0) {
      fail("write", path, errno);
    }
    // A link, unlike a rename, never replaces, and the file is complete as soon as it has its name.
    if (::link(temporary.path().c_str(), path.c_str()) != 0 && errno != EEXIST) {
      fail("make", path, errno);
    }
  }
  return read_key_file(path);
}

void write_key_file(const fs::path& path, std::span<const SecretKey> keys) {
  constexpr unsigned for_the_owner = 0600;
  const Secret lines = lines_of(keys);
  try {
    write_file_atomically(path, as_bytes(lines.reveal()), for_the_owner);
  } catch (const Error& error) {
    throw Error(ErrorKind::config, error.what(), error.hint());
  }
}

fs::path earlier_key_file(const fs::path& key_file, const std::string& name) { return key_file.string() + "." + name; }

KeyFileLock::KeyFileLock(const fs::path& key_file) {
  make_private_folder(key_file.parent_path());
  // A file of its own, since the key file is replaced.
  const fs::path path = key_file.parent_path() / ("." + key_file.filename().string() + ".lock");
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) {
    return;
  }
  const int reason = errno;
  ::close(descriptor_);
  if (reason == EWOULDBLOCK) {
    throw Error(ErrorKind::conflict, fmt::format("another tracekit is changing the key in {}", key_file.string()),
                "wait for it");
  }
  fail("lock", key_file, reason);
}

KeyFileLock::~KeyFileLock() { ::close(descriptor_); }

SecretKeys installation_keys(const Environment& environment, const fs::path& data_dir) {
  if (const auto variable = environment.find("TRACEKIT_SECRET_KEY")) {
    return parse_keys(variable->value, variable->origin);
  }
  const fs::path path = key_file(data_dir);
  std::error_code code;
  if (fs::symlink_status(path, code).type() == fs::file_type::not_found) {
    return make_key_file(path);
  }
  return read_key_file(path);
}

} // namespace tracekit::config
