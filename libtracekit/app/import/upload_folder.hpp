// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "app/app.hpp"

namespace tracekit::app {

/// Where the archives of a person lie from their upload until a job has read them: `uploads/<number of the person>` in
/// the data folder. Their names say nothing, and nothing outside of it can be named.
class UploadFolder {
public:
  UploadFolder(const std::filesystem::path& data_dir, UserId user)
      : path_(data_dir / "uploads" / std::to_string(user)) {}
  explicit UploadFolder(App& app) : UploadFolder(app.settings().data_dir, app.mine().user()) {}

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// The file of that name. Throws Error(input) when there is none; `shown` is what the person calls it.
  [[nodiscard]] std::filesystem::path find(const std::string& file, const std::string& shown) const;
  void remove(const std::string& file) const noexcept;
  /// Removes what killed processes left: files of a day ago and before, but for these.
  void remove_all_but(const std::set<std::string>& files) const noexcept;

private:
  std::filesystem::path path_;
};

/// An archive that is being uploaded, in a file that nobody else on the machine may read. Removed again unless it is
/// kept.
class UploadedArchive {
public:
  /// All of these throw Error(input) when there is no room for it.
  explicit UploadedArchive(const UploadFolder& folder);
  void append(std::string_view bytes);
  void flush(); ///< waits until it is on disk

  ~UploadedArchive();
  UploadedArchive(const UploadedArchive&) = delete;
  UploadedArchive& operator=(const UploadedArchive&) = delete;

  [[nodiscard]] std::string file() const { return path_.filename().string(); } ///< its name in the folder
  void keep() { is_kept_ = true; }

private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  bool is_kept_ = false;
};

} // namespace tracekit::app
