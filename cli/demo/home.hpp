// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

namespace tracekit::cli {

/// The folder of the made-up athlete. It goes with its object, unless it is to be kept.
class DemoFolder {
public:
  /// In `wanted`, or in a temporary place when that is empty.
  explicit DemoFolder(const std::string& wanted);
  ~DemoFolder();
  DemoFolder(const DemoFolder&) = delete;
  DemoFolder& operator=(const DemoFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
  bool keep_;
  std::filesystem::path path_;
};

/// Takes every variable that a setting may come from out of this process's environment: the person's own database, keys
/// and settings must not reach the made-up athlete.
void forget_own_settings();

} // namespace tracekit::cli
