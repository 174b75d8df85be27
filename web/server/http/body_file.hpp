// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace tracekit::web {

/// The body of a request that is too large for memory, in a file without a name, which is gone with it, whatever
/// happens to the process.
class BodyFile {
public:
  /// In this folder, which is made when it is not there. Throws Error(input) when there is no place for it.
  explicit BodyFile(const std::filesystem::path& folder);
  BodyFile(const BodyFile&) = delete;
  BodyFile& operator=(const BodyFile&) = delete;
  ~BodyFile();

  /// Throws Error(input) when the disk is full.
  void append(std::string_view bytes);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Copies what stands from `offset` on into the buffer, as much as fits; returns how much that was, less only at the
  /// end. Throws Error(input) when it cannot be read.
  std::size_t read(std::uint64_t offset, char* buffer, std::size_t count) const;

private:
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

} // namespace tracekit::web
