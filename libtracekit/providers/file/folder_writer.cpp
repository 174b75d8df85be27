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

fs::path write_under_free_name(const fs::path& folder, const std::string& name, ByteView content) {
  for (int number = 1; number <= most_numbers; ++number) {
    const fs::path path = folder / numbered(name, number);
    if (write_new_file_atomically(path, content)) {
      return path;
    }
  }
  throw Error(ErrorKind::input, fmt::format("{} has no free name for {}", folder.string(), name));
}

} // namespace tracekit::file
