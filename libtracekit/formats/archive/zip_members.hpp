// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/error.hpp"

namespace tracekit::archive {

/// A zip that is no zip, or one that nobody should unpack. The sentence has no subject: it says what the file is.
class UnsafeZip : public Error {
public:
  explicit UnsafeZip(const std::string& sentence) : Error(ErrorKind::input, sentence) {}
};

/// Bounds over a whole zip, by what its directory promises.
inline constexpr std::uint64_t most_members_uploaded = 100'000;
inline constexpr std::uint64_t most_unpacked_bytes = std::uint64_t{8} << 30U;

/// The members of a zip on disk, read one at a time.
class ZipMembers {
public:
  /// Throws UnsafeZip when it is damaged, or when its directory tells of names that lead out of a folder, of more
  /// members or bytes than the bounds, or of much more than could have been packed.
  explicit ZipMembers(const std::filesystem::path& path);
  ZipMembers(const ZipMembers&) = delete;
  ZipMembers& operator=(const ZipMembers&) = delete;
  ~ZipMembers();

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::string name(std::size_t member) const; ///< path in the zip, as UTF-8
  /// By its name: FIT, GPX, TCX or KML, also packed by gzip or bzip2. Not what macOS puts beside files.
  [[nodiscard]] bool is_activity(std::size_t member) const;
  [[nodiscard]] bool has_activities() const;

  /// Unpacked. Throws Error(input) when it is damaged, encrypted, or larger than that.
  Bytes read(std::size_t member, std::uint64_t most_bytes);

private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

} // namespace tracekit::archive
