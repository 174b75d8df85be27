// SPDX-License-Identifier: MIT
#include "config/environment.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <set>

#include "base/error.hpp"
#include "base/file.hpp"
#include "config/locations.hpp"

namespace tracekit::config {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t secret_file_limit = std::uint64_t{1} << 16U;
constexpr std::uint64_t dotenv_limit = std::uint64_t{1} << 20U;

Bytes read_or_refuse(const fs::path& path, std::uint64_t limit, std::string_view named_by) {
  try {
    return read_file(path, limit);
  } catch (const Error& error) {
    throw Error(ErrorKind::config, fmt::format("{}: {}", named_by, error.what()), error.hint());
  }
}

std::optional<std::string> value_in(const Variables& variables, const std::string& name) {
  const auto found = variables.find(name);
  if (found == variables.end() || found->second.empty()) {
    return std::nullopt;
  }
  return found->second;
}

std::string without_one_newline(std::string text) {
  if (text.ends_with('\n')) {
    text.pop_back();
    if (text.ends_with('\r')) {
      text.pop_back();
    }
  }
  return text;
}

/// The content of a mounted secret. Docker and systemd mount them readable, nobody mounts them writable.
Variable read_secret_file(const fs::path& path, std::string origin) {
  const Bytes content = read_or_refuse(path, secret_file_limit, origin);
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    throw Error(ErrorKind::config, fmt::format("{}: others may write {}", origin, path.string()),
                fmt::format("run chmod go-w {}", path.string()));
  }
  std::string text = without_one_newline(std::string(as_text(content)));
  if (text.empty()) {
    throw Error(ErrorKind::config, fmt::format("{}: {} is empty", origin, path.string()));
  }
  if (text.find('\0') != std::string::npos) {
    throw Error(ErrorKind::config, fmt::format("{}: {} is not text", origin, path.string()));
  }
  const bool is_mounted = path.string().starts_with("/run/");
  return {std::move(text), std::move(origin), {}, !is_mounted && (status.st_mode & S_IROTH) != 0};
}

/// Looks for a variable and its `_FILE` in one set of variables.
std::optional<Variable> find_in(const Variables& variables, const std::string& name, const fs::path& dotenv) {
  const std::string file_name = name + "_FILE";
  const auto plain = value_in(variables, name);
  const auto file = value_in(variables, file_name);
  const std::string place = dotenv.empty() ? std::string() : fmt::format(" in {}", dotenv.string());
  if (plain && file) {
    throw Error(ErrorKind::config, fmt::format("{} and {} are both set{}", name, file_name, place),
                "remove one of them");
  }
  if (plain) {
    return Variable{*plain, name + place, dotenv.parent_path(), false};
  }
  if (file) {
    return read_secret_file(dotenv.parent_path() / *file, file_name + place);
  }
  return std::nullopt;
}

} // namespace

Environment Environment::of_process() {
  Variables variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos && equals > 0) {
      variables.emplace(text.substr(0, equals), text.substr(equals + 1)); // getenv, too, takes the first of equal names
    }
  }
  return Environment(std::move(variables));
}

void Environment::read_dotenv(const fs::path& folder) {
  if (is_closed(folder)) {
    return;
  }
  const fs::path path = folder / ".env";
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  // Some tools keep a folder of that name.
  if (status.type() == fs::file_type::not_found || status.type() == fs::file_type::directory) {
    return;
  }
  const Bytes content = read_or_refuse(path, dotenv_limit, "environment");
  dotenv_ = parse_dotenv(as_text(content), path);
  dotenv_path_ = path;
}

std::optional<std::string> Environment::text(const std::string& name) const {
  auto value = value_in(process_, name);
  return value ? value : value_in(dotenv_, name);
}

std::optional<Variable> Environment::find(const std::string& name) const {
  auto variable = find_in(process_, name, {});
  return variable ? variable : find_in(dotenv_, name, dotenv_path_);
}

std::vector<std::string> Environment::names() const {
  std::set<std::string> names;
  for (const Variables* variables : {&process_, &dotenv_}) {
    for (const auto& [name, value] : *variables) {
      if (!value.empty()) {
        names.insert(name);
      }
    }
  }
  return {names.begin(), names.end()};
}

void forget_in_process(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (char* value = std::getenv(name.c_str()); value != nullptr) {
      sodium_memzero(value, std::strlen(value));
      ::unsetenv(name.c_str());
    }
  }
}

} // namespace tracekit::config
