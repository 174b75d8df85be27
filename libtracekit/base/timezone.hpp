// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "base/time.hpp"

namespace tracekit {

class ZoneFile;

/// An IANA time zone such as `Europe/Berlin`, looked up in the system's zone files. Cheap to copy,
/// and safe to make in any thread.
class TimeZone {
public:
  /// Throws Error(config) naming the zone when the system does not know it.
  explicit TimeZone(std::string_view name);

  /// True when the system knows a zone of this name.
  static bool exists(std::string_view name);

  /// The name of this machine's zone: `TZ`, else the system's; UTC when neither names one.
  static std::string name_on_this_machine();

  [[nodiscard]] const std::string& name() const { return name_; }

  /// Seconds east of UTC at an instant.
  [[nodiscard]] int offset_s(EpochSeconds utc) const;

  [[nodiscard]] WallSeconds to_wall(EpochSeconds utc) const { return utc + offset_s(utc); }

  /// The instant of a wall clock value. In a gap (spring) the first instant after the gap; where
  /// the clock shows a time twice (autumn) the earlier one.
  [[nodiscard]] EpochSeconds to_utc(WallSeconds wall) const;

private:
  std::string name_;
  const ZoneFile* zone_;
};

} // namespace tracekit
