// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace tracekit::config {

/// Throws Error(config), naming path and owner, when this process is root's and a data folder or database is somebody
/// else's: the key, lock files and databases that root makes there are closed to that user, whose services fail from
/// then on. What is not there yet is fine, and what belongs to root, as in many containers.
void refuse_foreign_owner(const std::filesystem::path& path);

} // namespace tracekit::config
