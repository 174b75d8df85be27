// SPDX-License-Identifier: MIT
#include "app/import/container.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

class Zip final : public Container {
public:
  explicit Zip(FileHandle file) : zip_(std::move(file)) {}
  [[nodiscard]] const std::vector<archive::ZipMember>& members() const override { return zip_.members(); }
  [[nodiscard]] std::string damage() const override { return zip_.damage(); }
  Bytes read(std::size_t member, std::uint64_t limit) override { return zip_.read(member, limit); }
  Bytes peek(std::size_t member, std::size_t count) override { return zip_.peek(member, count); }
  FileHandle open(std::size_t member, const fs::path& spool) override {
    FileHandle file = make_spool_file(spool);
    zip_.copy(member, file.get());
    return file;
  }

private:
  archive::ZipReader zip_;
};

class OnDisk final : public Container {
public:
  OnDisk(std::vector<archive::ZipMember> members, std::vector<fs::path> paths)
      : members_(std::move(members)), paths_(std::move(paths)) {}
  [[nodiscard]] const std::vector<archive::ZipMember>& members() const override { return members_; }
  Bytes read(std::size_t member, std::uint64_t limit) override {
    if (members_[member].size > limit) {
      throw Error(ErrorKind::input, fmt::format("is larger than {} MiB, which is refused", limit >> 20U));
    }
    return read_file(paths_[member], limit);
  }
  Bytes peek(std::size_t member, std::size_t count) override {
    Bytes bytes(count);
    const FileHandle file = open_for_reading(paths_[member]);
    bytes.resize(std::fread(bytes.data(), 1, count, file.get()));
    return bytes;
  }
  FileHandle open(std::size_t member, const fs::path&) override { return open_for_reading(paths_[member]); }

private:
  std::vector<archive::ZipMember> members_;
  std::vector<fs::path> paths_;
};

/// Adds the files and links of a folder to the one, the folders in it to the other. Returns what went wrong.
std::error_code list(const fs::path& folder, std::vector<fs::path>& files, std::vector<fs::path>& folders) {
  std::error_code problem;
  for (fs::directory_iterator entry(folder, problem); entry != fs::directory_iterator(); entry.increment(problem)) {
    std::error_code unknown; // of one entry, which may be gone by now
    if (entry->path().filename().string().starts_with('.')) {
      continue;
    }
    if (entry->is_symlink(unknown) || entry->is_regular_file(unknown)) {
      files.push_back(entry->path());
    } else if (entry->is_directory(unknown)) {
      folders.push_back(entry->path());
    }
  }
  return problem;
}

std::string name_below(const fs::path& folder, const fs::path& path) {
  return to_valid_utf8(path.lexically_relative(folder).string());
}

} // namespace

std::unique_ptr<Container>
folder_container(const fs::path& folder,
                 const std::function<void(const std::string& name, const std::string& why)>& refuse) {
  std::vector<fs::path> paths;
  std::vector<fs::path> folders{folder};
  while (!folders.empty()) {
    const fs::path here = std::move(folders.back());
    folders.pop_back();
    const std::error_code problem = list(here, paths, folders);
    if (problem && here == folder) {
      throw Error(ErrorKind::input, fmt::format("cannot list the folder {}: {}", folder.string(), problem.message()));
    }
    if (problem) {
      refuse(name_below(folder, here), fmt::format("is a folder that cannot be listed: {}", problem.message()));
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<archive::ZipMember> members;
  for (const fs::path& path : paths) {
    std::error_code problem;
    const bool is_link = fs::is_symlink(path, problem);
    const std::uintmax_t size = is_link ? 0 : fs::file_size(path, problem);
    members.push_back({name_below(folder, path), problem ? 0 : size, is_link ? "is a link, which is refused" : ""});
  }
  return std::make_unique<OnDisk>(std::move(members), std::move(paths));
}

std::unique_ptr<Container> file_container(const fs::path& file) {
  const FileStamp stamp = stamp_of(file);
  return std::make_unique<OnDisk>(std::vector<archive::ZipMember>{{file.filename().string(), stamp.size, ""}},
                                  std::vector<fs::path>{file});
}

std::unique_ptr<Container> zip_container(FileHandle file) { return std::make_unique<Zip>(std::move(file)); }

} // namespace tracekit::app
