// SPDX-License-Identifier: MIT
#include "demo/home.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "base/error.hpp"
#include "providers/provider.hpp"

namespace tracekit::cli {

namespace fs = std::filesystem;

DemoFolder::DemoFolder(const std::string& wanted) : keep_(!wanted.empty()) {
  if (keep_) {
    fs::create_directories(wanted);
    if (!fs::is_empty(wanted)) {
      throw Error(ErrorKind::usage, fmt::format("--keep: the folder {} is not empty", wanted),
                  "name a new one: the demo writes settings, a log and a database there");
    }
    path_ = fs::canonical(wanted);
    return;
  }
  std::string pattern = (fs::temp_directory_path() / "tracekit-demo-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw Error(ErrorKind::input, "cannot make a temporary folder for the demo");
  }
  path_ = pattern;
}

DemoFolder::~DemoFolder() {
  if (!keep_) {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
}

void forget_own_settings() {
  std::vector<std::string> names;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string name = std::string(*variable).substr(0, std::string(*variable).find('='));
    const bool ours = name.starts_with("TRACEKIT_") && name != "TRACEKIT_LIBRARY_DIR";
    if (ours || name.starts_with("DATABASE_URL") || name.starts_with("METADATA_DB")) {
      names.push_back(name);
    }
  }
  for (const RegisteredProvider& provider : provider_registry()) {
    for (const Option& option : provider.info.options) {
      names.insert(names.end(), option.environment.begin(), option.environment.end());
    }
  }
  for (const std::string& name : names) {
    ::unsetenv(name.c_str());
    ::unsetenv((name + "_FILE").c_str());
  }
}

} // namespace tracekit::cli
