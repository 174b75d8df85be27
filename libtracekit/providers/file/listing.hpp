// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"

namespace tracekit::file {

/// There may be very many, so it holds nothing twice.
struct FoundFile {
  std::string key;     ///< path below the root; bytes that are not UTF-8 as `%E4`
  std::string spelled; ///< the same as the system spells it, where that is not the key
  FileStamp stamp;

  [[nodiscard]] std::filesystem::path below(const std::filesystem::path& root) const {
    return root / (spelled.empty() ? key : spelled);
  }
};

struct Listing {
  std::vector<FoundFile> files;        ///< by key
  std::vector<std::string> unreadable; ///< folders that cannot be listed, as keys that end in `/`; the root is empty
  std::vector<std::string> skipped;    ///< what looks like a file or folder and is none, with the reason
};

/// True for names that end in .fit, .gpx, .tcx or .kml, or one of these and .gz, in upper or lower case.
bool has_activity_name(std::string_view name);

/// All activity files below a folder, without opening any: names and stamps only. Hidden files and folders are left
/// out, links to files followed, links to folders not (they may form rings). Throws Error(input) naming the root when
/// it cannot be listed.
Listing list_files(const std::filesystem::path& root);

} // namespace tracekit::file
