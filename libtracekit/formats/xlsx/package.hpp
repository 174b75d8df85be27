// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace tracekit::xlsx {

/// What one part of a package may unpack to.
constexpr std::uint64_t default_part_limit = std::uint64_t{512} << 20U;

/// A pointer from one part to another, from the part's `.rels` file.
struct Relationship {
  std::string id;
  std::string kind;   ///< last word of the type: `worksheet`, `styles`, `table` ...
  std::string target; ///< name of the part, without a leading slash
};

/// The zip archive of a workbook: named parts, read on demand, replaced singly.
class Package {
public:
  /// Throws Error(input) when the bytes are not a zip archive, with a word about what they are instead.
  explicit Package(ByteView bytes, std::uint64_t part_limit = default_part_limit);
  Package(Package&&) noexcept;
  ~Package();

  [[nodiscard]] bool has(std::string_view part) const;

  /// A part's content as the package was opened. Throws Error(input) naming the part when it is missing, encrypted or
  /// damaged, and when it would unpack to more than the limit.
  [[nodiscard]] std::string read(std::string_view part) const;

  /// What a part points to inside the package; empty when it points to nothing. The part "" is the package.
  [[nodiscard]] std::vector<Relationship> relationships(std::string_view part) const;

  /// Gives an existing part a new content in the bytes that `finish` returns.
  void replace(std::string_view part, std::string content);

  /// The package with the replaced parts; the other entries are copied as they are, still compressed.
  [[nodiscard]] Bytes finish();

private:
  struct Archive;
  std::unique_ptr<Archive> archive_;
};

} // namespace tracekit::xlsx
