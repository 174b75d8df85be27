// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace tracekit::app {

/// A private folder for what is only needed meanwhile, removed with everything in it. What a killed process left in the
/// same place is removed when the next one is made there.
class ScratchFolder {
public:
  /// Makes it in `parent`, which is made too. Throws Error(input).
  explicit ScratchFolder(const std::filesystem::path& parent);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
  int lock_ = -1; ///< held while it is in use
};

} // namespace tracekit::app
