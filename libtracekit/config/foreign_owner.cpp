// SPDX-License-Identifier: MIT
#include "config/foreign_owner.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <string>

#include "base/error.hpp"

namespace tracekit::config {
namespace {

/// As `sudo -u` takes it.
std::string user_name(uid_t id) {
  constexpr std::size_t longest_entry = std::size_t{1} << 14U;
  std::array<char, longest_entry> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  ::getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found);
  return found != nullptr ? found->pw_name : fmt::format("#{}", id);
}

} // namespace

void refuse_foreign_owner(const std::filesystem::path& path) {
  struct stat status{};
  if (::geteuid() != 0 || ::stat(path.c_str(), &status) != 0 || status.st_uid == 0) {
    return;
  }
  const std::string owner = user_name(status.st_uid);
  throw Error(ErrorKind::config,
              fmt::format("{} belongs to {}, who could not use what root makes there", path.string(), owner),
              fmt::format("run it as that user, for example with sudo -u '{}'", owner));
}

} // namespace tracekit::config
