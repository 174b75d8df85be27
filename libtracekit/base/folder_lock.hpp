// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace tracekit {

/// Makes processes of this machine that change a folder take turns: waits for the one before, and is its own turn until
/// it is destroyed or the process ends. It keeps nobody else out of the folder. Where a folder cannot be locked (some
/// network disks), nobody waits.
class FolderLock {
public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

private:
  int descriptor_;
};

} // namespace tracekit
