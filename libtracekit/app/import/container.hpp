// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "formats/archive/zip_reader.hpp"

namespace tracekit::app {

/// Files that lie together: a folder, or a zip archive.
class Container {
public:
  virtual ~Container() = default;
  [[nodiscard]] virtual const std::vector<archive::ZipMember>& members() const = 0;
  /// What is wrong with it as a whole; empty when nothing is.
  [[nodiscard]] virtual std::string damage() const { return {}; }
  /// All of these throw Error(input), without a subject.
  virtual Bytes read(std::size_t member, std::uint64_t limit) = 0;
  virtual Bytes peek(std::size_t member, std::size_t count) = 0;
  /// The member as an open file; unpacked ones lie in `spool`.
  virtual FileHandle open(std::size_t member, const std::filesystem::path& spool) = 0;
};

/// The files of a folder at any depth, by path below it. Hidden ones are left out; links are members that must not be
/// read. `refuse` is told of folders in it that cannot be listed: path below it, and why. Throws Error(input) when it
/// cannot be listed itself.
std::unique_ptr<Container>
folder_container(const std::filesystem::path& folder,
                 const std::function<void(const std::string& name, const std::string& why)>& refuse);
/// One file by itself.
std::unique_ptr<Container> file_container(const std::filesystem::path& file);
std::unique_ptr<Container> zip_container(FileHandle file);

} // namespace tracekit::app
