// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <filesystem>

namespace tracekit::cli {

/// The made-up athlete and her services, in a process of their own that ends with this object or with this process.
class SandboxProcess {
public:
  /// Makes her home in `folder` and returns when her services answer. Throws Error when the sandbox is not there or
  /// does not start.
  explicit SandboxProcess(const std::filesystem::path& folder);
  ~SandboxProcess();
  SandboxProcess(const SandboxProcess&) = delete;
  SandboxProcess& operator=(const SandboxProcess&) = delete;

private:
  pid_t process_ = -1;
};

} // namespace tracekit::cli
