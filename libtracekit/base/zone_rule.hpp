// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace tracekit {

/// When the clock of a zone changes every year, as the last line of its file tells: `CET-1CEST,M3.5.0,M10.5.0/3`.
class ZoneRule {
public:
  /// Reads the TZ text of POSIX with the extensions of RFC 8536 (3.3.1). Nothing when it is malformed.
  static std::optional<ZoneRule> parse(std::string_view text);

  /// Seconds east of UTC at an instant.
  [[nodiscard]] int offset_s(EpochSeconds utc) const;

private:
  /// A day of every year and the wall clock time when the clock changes.
  struct Change {
    enum class Kind {
      month_week_day, ///< M3.5.0: the last Sunday of March
      day_without_29, ///< J60: always the 1st of March
      day_from_0,     ///< 59: the 29th of February in a leap year
    } kind = Kind::month_week_day;
    int month = 1;   ///< 1..12
    int week = 1;    ///< 1..5; 5 is the last
    int weekday = 0; ///< 0 is Sunday
    int day = 0;
    int time_s = 2 * 3600; ///< may be negative or beyond a day

    [[nodiscard]] WallSeconds in_year(int year) const;
  };
  class Reader;

  int standard_s_ = 0;
  int summer_s_ = 0; ///< between the changes; in Ireland it is the smaller one
  bool changes_ = false;
  Change to_summer_;
  Change to_standard_;
};

} // namespace tracekit
