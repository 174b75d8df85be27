// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tracekit::web {

/// The files of the front end: those inside the program, or, for development, those of a folder as they are at each
/// request. Thread-safe.
class Assets {
public:
  explicit Assets(std::optional<std::filesystem::path> folder = std::nullopt) : folder_(std::move(folder)) {}

  /// A file by its name below `pages/` or `assets/`; nothing when there is none. Names that lead elsewhere name
  /// nothing.
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;

private:
  std::optional<std::filesystem::path> folder_;
};

/// By the end of a name: `text/html; charset=utf-8`.
std::string media_type_of(std::string_view name);

} // namespace tracekit::web
