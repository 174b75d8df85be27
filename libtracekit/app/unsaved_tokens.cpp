// SPDX-License-Identifier: MIT
#include "app/unsaved_tokens.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* folder = "unsaved-sign-ins";
constexpr unsigned for_the_owner = 0600;
constexpr std::size_t name_digits = 12; ///< several databases may share a data folder

} // namespace

UnsavedTokens::UnsavedTokens(const TokenPlace& place)
    : path_(place.data_dir / folder /
            fmt::format("{}-{}-{}", place.provider, place.user,
                        sha256_hex(as_bytes(place.database_url)).substr(0, name_digits))) {}

bool UnsavedTokens::any(const fs::path& data_dir) {
  std::error_code ignored;
  return fs::exists(data_dir / folder, ignored);
}

void UnsavedTokens::keep(ByteView sealed) const {
  std::error_code ignored; // writing tells what is wrong
  fs::create_directories(path_.parent_path(), ignored);
  fs::permissions(path_.parent_path(), fs::perms::owner_all, ignored);
  write_file_atomically(path_, sealed, for_the_owner);
}

std::optional<Bytes> UnsavedTokens::find() const {
  std::error_code ignored;
  if (!fs::exists(path_, ignored)) {
    return std::nullopt;
  }
  try {
    return read_file(path_);
  } catch (const Error&) {
    if (!fs::exists(path_, ignored)) { // another process has just put them into the database
      return std::nullopt;
    }
    throw;
  }
}

void UnsavedTokens::erase() const {
  std::error_code ignored;
  fs::remove(path_, ignored);
  fs::remove(path_.parent_path(), ignored); // when it is empty
}

} // namespace tracekit::app
