// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "config/environment.hpp"
#include "store/store.hpp"

namespace tracekit::app {

/// Where one person's tokens of one provider are.
struct TokenPlace {
  std::string database_url;
  UserId user = 1;
  std::string provider;
  config::Environment environment;
  std::filesystem::path data_dir; ///< for the key that seals them
};

/// A file in the data folder for sealed tokens that are not yet in the database. The tokens that they were made from
/// are worth nothing any more, so that a database that is locked, or a kill while it is waited for, must not cost them.
/// Present: it is newer than what the database has. To be changed under the lock of the tokens only.
class UnsavedTokens {
public:
  explicit UnsavedTokens(const TokenPlace& place);

  /// Whether there may be any in this data folder.
  static bool any(const std::filesystem::path& data_dir);

  void keep(ByteView sealed) const; ///< Throws Error(input) where it cannot be written.
  [[nodiscard]] std::optional<Bytes> find() const;
  void erase() const;

private:
  std::filesystem::path path_;
};

} // namespace tracekit::app
