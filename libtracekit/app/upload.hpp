// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "app/changes.hpp"

namespace tracekit::app {

struct UploadRequest {
  std::filesystem::path file;
  std::string provider;
  std::string name; ///< of the new activity; empty: as the workout is called here, else the file's own title
};

/// Hands one file on disk to one provider because a person said so: journaled, found and not made twice where the
/// provider has the workout. Call with `lock_for_changes` held. Throws Error(input) when the file holds no activity,
/// Error(config) when the provider is not enabled or not set up, Error(usage) when it takes no files,
/// Error(conflict) when it is known to have the workout.
AppliedChange upload_file(App& app, const UploadRequest& request);

} // namespace tracekit::app
