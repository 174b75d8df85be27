// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/file.hpp"

namespace tracekit::file {

/// What is remembered of a file that was read: enough to tell without opening it that it is unchanged, and which
/// records it gave. A file that could not be read keeps the content that it last gave, so that its records stay and a
/// repaired file continues them.
struct Fingerprint {
  FileStamp stamp;
  std::string sha256;         ///< of the unpacked content that gave the records; empty when there never was one
  std::size_t sessions = 0;   ///< records that it gave
  bool may_be_packed = false; ///< an early version wrote it, whose `sha256` is that of the bytes as they lie there

  [[nodiscard]] std::string text() const;
  static std::optional<Fingerprint> parse(std::string_view text);

  /// The provider id of one of its records.
  [[nodiscard]] std::string record_id(std::size_t session) const;
};

} // namespace tracekit::file
