// SPDX-License-Identifier: MIT
#include "base/timezone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/zone_file.hpp"

namespace tracekit {
namespace {

constexpr std::string_view folder = "/usr/share/zoneinfo/";
constexpr std::uint64_t largest_file = 1 << 20;

/// Zones begin with a capital letter; what does not (`posix/...`, `localtime`, `zone.tab`) is no zone or another form
/// of one. Nothing leads out of the folder.
bool is_zone_name(std::string_view name) {
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '_' || c == '/';
  });
  return plain && !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
}

std::unique_ptr<const ZoneFile> read_zone(std::string_view name) {
  const std::filesystem::path path = std::string(folder) + std::string(name);
  std::error_code problem;
  if (!is_zone_name(name) || !std::filesystem::is_regular_file(path, problem)) {
    return nullptr;
  }
  try {
    auto zone = ZoneFile::parse(read_file(path, largest_file));
    return zone ? std::make_unique<const ZoneFile>(std::move(*zone)) : nullptr;
  } catch (const Error&) {
    return nullptr;
  }
}

/// Each zone is read once, when it is first asked for, and stays: a command knows one or two of several hundred.
const ZoneFile* locate(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<const ZoneFile>, std::less<>> zones;
  const std::scoped_lock lock(mutex);
  auto found = zones.find(name);
  if (found == zones.end()) {
    found = zones.emplace(name, read_zone(name)).first;
  }
  return found->second.get();
}

/// What the link to the system's zone is called, or what stands in the file beside it.
std::string system_zone() {
  std::error_code problem;
  const std::string target = std::filesystem::read_symlink("/etc/localtime", problem).string();
  constexpr std::string_view mark = "zoneinfo/";
  if (const auto at = target.find(mark); at != std::string::npos) {
    return target.substr(at + mark.size());
  }
  try {
    return std::string(trim(as_text(read_file("/etc/timezone", largest_file))));
  } catch (const Error&) {
    return "";
  }
}

} // namespace

TimeZone::TimeZone(std::string_view name) : name_(name), zone_(locate(name)) {
  if (zone_ == nullptr) {
    throw Error(ErrorKind::config, fmt::format("unknown time zone \"{}\"", name),
                "use an IANA name such as Europe/Berlin or America/New_York");
  }
}

bool TimeZone::exists(std::string_view name) { return locate(name) != nullptr; }

std::string TimeZone::name_on_this_machine() {
  const char* variable = std::getenv("TZ");
  std::string named = variable == nullptr ? "" : variable;
  named.erase(0, named.starts_with(':') ? 1 : 0);
  if (named.empty() || !exists(named)) {
    named = system_zone();
  }
  return exists(named) ? named : "UTC";
}

int TimeZone::offset_s(EpochSeconds utc) const { return zone_->offset_s(utc); }

EpochSeconds TimeZone::to_utc(WallSeconds wall) const {
  constexpr std::int64_t day_s = 86400; // more than any offset, and no zone changes its clock twice within two days
  const int before = offset_s(wall - day_s);
  const int after = offset_s(wall + day_s);
  for (const int offset : {before, after}) {
    if (offset_s(wall - offset) == offset) {
      return wall - offset;
    }
  }
  // The clock jumps over it somewhere between the two.
  EpochSeconds earlier = wall - after;
  EpochSeconds later = wall - before;
  while (later - earlier > 1) {
    const EpochSeconds middle = earlier + (later - earlier) / 2;
    (offset_s(middle) == before ? earlier : later) = middle;
  }
  return later;
}

} // namespace tracekit
