// SPDX-License-Identifier: MIT
#include "app/backup/data_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <system_error>

#include "base/error.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

bool is_being_written(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.starts_with('.') && name.find(".tmp-") != std::string::npos;
}

class DataWalk {
public:
  DataFiles run(const fs::path& root) {
    if (fs::exists(root)) {
      list(root, true);
    }
    std::ranges::sort(found_.files);
    std::ranges::sort(found_.links);
    return std::move(found_);
  }

private:
  void list(const fs::path& folder, bool is_root) {
    std::error_code problem;
    for (fs::directory_iterator entry(folder, problem); !problem && entry != fs::directory_iterator();
         entry.increment(problem)) {
      add(*entry, is_root);
    }
    if (problem && fs::exists(folder)) { // else somebody has removed it since it was seen
      throw Error(ErrorKind::input, fmt::format("cannot list {}: {}", folder.string(), problem.message()));
    }
  }

  void add(const fs::directory_entry& entry, bool is_in_root) {
    std::error_code gone;
    if (entry.is_directory(gone)) {
      if (entry.is_symlink(gone) && !is_in_root) {
        found_.links.push_back(entry.path());
      } else {
        list(entry.path(), false);
      }
    } else if (entry.is_regular_file(gone) && !is_being_written(entry.path())) {
      found_.files.push_back(entry.path());
    }
  }

  DataFiles found_;
};

} // namespace

DataFiles list_data_files(const fs::path& folder) { return DataWalk().run(folder); }

} // namespace tracekit::app
