// SPDX-License-Identifier: MIT
#pragma once

#include "formats/archive/zip_reader.hpp"

namespace tracekit::archive {

class ZipReader::Source {
public:
  virtual ~Source() = default;
  /// Packed size of a member.
  [[nodiscard]] virtual std::uint64_t packed_size(std::size_t member) const = 0;
  /// Hands out the unpacked bytes until `take` returns false. Throws Error(input) when they are damaged.
  virtual void unpack(std::size_t member, const std::function<bool(ByteView)>& take) = 0;
};

/// By the list at the end of the archive.
class ZipReader::Listed : public Source {
public:
  /// Nothing when there is no such list.
  static std::unique_ptr<Source> open(std::FILE* file, std::vector<ZipMember>& members);
};

/// From the front, without the list: whatever is whole.
class ZipReader::Salvaged : public Source {
public:
  static std::unique_ptr<Source> open(FileHandle file, std::vector<ZipMember>& members, std::string& damage);
};

/// More files than anybody's training; each takes memory before it is looked at.
inline constexpr std::uint64_t most_zip_members = 250'000;

/// Why a name must not be followed; empty when it may.
std::string refusal_of_name(std::string_view name);

} // namespace tracekit::archive
