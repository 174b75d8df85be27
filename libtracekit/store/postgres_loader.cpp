// SPDX-License-Identifier: MIT
#include "store/postgres_loader.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/postgres/factory.hpp"

namespace tracekit::store {
namespace {

constexpr const char* library_name = "tracekit-postgres.so";

std::vector<std::filesystem::path> candidates() {
  std::vector<std::filesystem::path> paths;
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    paths.push_back(program.parent_path() / library_name);
    paths.push_back(program.parent_path() / ".." / "lib" / "tracekit" / library_name);
  }
  if (const char* folder = std::getenv("TRACEKIT_LIBRARY_DIR"); folder != nullptr && *folder != '\0') {
    paths.push_back(std::filesystem::path(folder) / library_name);
  }
  return paths;
}

postgres::OpenFunction load() {
  std::string reason = "not found";
  for (const std::filesystem::path& path : candidates()) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
      continue;
    }
    void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    void* function = library == nullptr ? nullptr : ::dlsym(library, postgres::open_function_name);
    if (function != nullptr) {
      return reinterpret_cast<postgres::OpenFunction>(function);
    }
    if (const char* message = ::dlerror(); message != nullptr) {
      reason = message;
    }
  }
  throw Error(ErrorKind::database, fmt::format("the PostgreSQL driver {} cannot be loaded ({})", library_name, reason),
              "install it beside the program, or name its folder in TRACEKIT_LIBRARY_DIR");
}

} // namespace

std::unique_ptr<sql::Driver> load_postgres_driver(const std::string& url, double wait_seconds) {
  static const postgres::OpenFunction open = load(); // stays loaded until the process ends
  return std::unique_ptr<sql::Driver>(open(url.c_str(), wait_seconds));
}

} // namespace tracekit::store
