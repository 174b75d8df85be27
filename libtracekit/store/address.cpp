// SPDX-License-Identifier: MIT
#include "store/address.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::store {
namespace {

bool folder_exists(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  std::error_code ignored;
  return std::filesystem::is_directory(folder, ignored);
}

std::string sqlite_path(std::string path) {
  if (path.empty() || path == ":memory:") {
    return ":memory:";
  }
  // Three slashes are relative by custom, but many people mean an absolute path by them.
  if (path.front() != '/' && !folder_exists(path) && folder_exists("/" + path)) {
    path.insert(path.begin(), '/');
  }
  return path;
}

} // namespace

Address parse_address(const std::string& url) {
  const std::string text(trim(url));
  const std::size_t colon = text.find("://");
  if (colon == std::string::npos) {
    if (text.empty()) {
      throw Error(ErrorKind::config, "the database address is empty",
                  "give sqlite:///metadata.sqlite3 or postgresql://user@host/database");
    }
    const bool prefixed = text.starts_with("sqlite:") && text.size() > 7;
    return {sql::Engine::sqlite, prefixed ? sqlite_path(text.substr(7)) : text};
  }
  const std::string scheme = to_lower(text.substr(0, colon));
  if (scheme == "postgresql" || scheme == "postgres") {
    return {sql::Engine::postgres, "postgresql" + text.substr(colon)};
  }
  if (scheme == "sqlite" || scheme == "file") {
    const std::string rest = text.substr(colon + 3);
    if (!rest.empty() && rest.front() != '/' && rest != ":memory:") {
      throw Error(ErrorKind::config, fmt::format("the database address {} lacks a slash", text),
                  "write three slashes before a relative path and four before an absolute one");
    }
    return {sql::Engine::sqlite, sqlite_path(rest.empty() ? rest : rest.substr(rest.front() == '/' ? 1 : 0))};
  }
  throw Error(ErrorKind::config, fmt::format("the database address begins with {}://, which is not known", scheme),
              "give sqlite:///metadata.sqlite3 or postgresql://user@host/database");
}

} // namespace tracekit::store
