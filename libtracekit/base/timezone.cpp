// SPDX-License-Identifier: MIT
#include "base/timezone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

#include "base/error.hpp"

namespace tracekit {
namespace {

const date::time_zone* locate(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

const date::time_zone& zone_of(const void* opaque) { return *static_cast<const date::time_zone*>(opaque); }

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
  std::string_view named = variable == nullptr ? "" : variable;
  named.remove_prefix(named.starts_with(':') ? 1 : 0);
  if (!named.empty() && exists(named)) {
    return std::string(named);
  }
  try {
    return date::current_zone()->name();
  } catch (const std::runtime_error&) {
    return "UTC";
  }
}

int TimeZone::offset_s(EpochSeconds utc) const {
  const auto info = zone_of(zone_).get_info(date::sys_seconds{std::chrono::seconds{utc}});
  return static_cast<int>(info.offset.count());
}

EpochSeconds TimeZone::to_utc(WallSeconds wall) const {
  const date::local_seconds local{std::chrono::seconds{wall}};
  return zone_of(zone_).to_sys(local, date::choose::earliest).time_since_epoch().count();
}

} // namespace tracekit
