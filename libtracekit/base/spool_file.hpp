// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>

namespace tracekit {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using FileHandle = std::unique_ptr<std::FILE, CloseFile>;

/// Opens a file for reading. Throws Error(input) naming it.
FileHandle open_for_reading(const std::filesystem::path& path);

/// A file without a name in this folder, for what is too large for memory; gone when it is closed. Throws Error(input).
FileHandle make_spool_file(const std::filesystem::path& folder);

} // namespace tracekit
