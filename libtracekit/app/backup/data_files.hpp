// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <vector>

namespace tracekit::app {

/// What lies in the folder of people's activity files.
struct DataFiles {
  std::vector<std::filesystem::path> files; ///< regular ones, and links to such; in the order of their names
  std::vector<std::filesystem::path> links; ///< to folders, deeper down: not followed, as a pull does not
};

/// Lists it without opening any file. A person's own folder, directly in it, may be a link to another place. Files that
/// are being written are left out. Nothing when there is no such folder; throws Error(input) when it cannot be listed.
DataFiles list_data_files(const std::filesystem::path& folder);

} // namespace tracekit::app
