// SPDX-License-Identifier: MIT
#include "providers/file/folder_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "providers/file/listing.hpp"

namespace tracekit::file {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 120;
constexpr int most_numbers = 10'000;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/// Where the ending of an activity file's name begins: `.fit.gz` is one.
std::size_t ending_of(const std::string& name) {
  std::size_t end = name.size();
  if (ends_with_ignoring_case(name, ".gz")) {
    end -= 3;
  }
  const std::size_t dot = name.substr(0, end).find_last_of('.');
  return dot == std::string::npos ? end : dot;
}

std::string numbered(const std::string& name, int number) {
  const std::size_t ending = ending_of(name);
  return number == 1 ? name : fmt::format("{}-{}{}", name.substr(0, ending), number, name.substr(ending));
}

bool is_stored(const fs::path& folder, ByteView content) {
  for (const FoundFile& file : list_files(folder).files) {
    if (file.stamp.size != content.size()) {
      continue;
    }
    try {
      const Bytes there = read_file(file.below(folder));
      if (std::equal(there.begin(), there.end(), content.begin(), content.end())) {
        return true;
      }
    } catch (const Error&) { // unreadable is not the same
    }
  }
  return false;
}

} // namespace

std::string safe_file_name(const std::string& suggested, const std::string& ending) {
  std::string name = suggested.substr(suggested.find_last_of("/\\") + 1);
  std::replace_if(name.begin(), name.end(), [](char c) { return !is_plain(c); }, '-');
  name.erase(0, name.find_first_not_of('.'));
  if (!has_activity_name(name)) {
    name += ending;
  }
  const std::size_t stem = ending_of(name);
  if (name.size() > longest_name) {
    name = name.substr(0, longest_name - std::min(name.size() - stem, longest_name)) + name.substr(stem);
  }
  return name.starts_with('.') ? "activity" + name : name;
}

void store_file(const fs::path& folder, const std::string& name, ByteView content) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) {
    throw Error(ErrorKind::input, fmt::format("cannot make the folder {}: {}", folder.string(), problem.message()));
  }
  if (is_stored(folder, content)) {
    return;
  }
  for (int number = 1; number <= most_numbers; ++number) {
    if (write_new_file_atomically(folder / numbered(name, number), content)) {
      return;
    }
  }
  throw Error(ErrorKind::input, fmt::format("{} has no free name for {}", folder.string(), name));
}

} // namespace tracekit::file
