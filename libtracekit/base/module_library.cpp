// SPDX-License-Identifier: MIT
#include "base/module_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

namespace tracekit {
namespace {

std::vector<std::filesystem::path> candidates(const char* file) {
  std::vector<std::filesystem::path> paths;
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    paths.push_back(program.parent_path() / file);
    paths.push_back(program.parent_path() / ".." / "lib" / "tracekit" / file);
  }
  if (const char* folder = std::getenv("TRACEKIT_LIBRARY_DIR"); folder != nullptr && *folder != '\0') {
    paths.push_back(std::filesystem::path(folder) / file);
  }
  return paths;
}

} // namespace

void* function_of(const ModuleLibrary& library) {
  std::string reason = "not found";
  for (const std::filesystem::path& path : candidates(library.file)) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
      continue;
    }
    void* loaded = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    void* function = loaded == nullptr ? nullptr : ::dlsym(loaded, library.function);
    if (function != nullptr) {
      return function;
    }
    if (const char* message = ::dlerror(); message != nullptr) {
      reason = message;
    }
  }
  throw Error(library.kind, fmt::format("{} {} cannot be loaded ({})", library.what, library.file, reason),
              "install it beside the program, or name its folder in TRACEKIT_LIBRARY_DIR");
}

} // namespace tracekit
