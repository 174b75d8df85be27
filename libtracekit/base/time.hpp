// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tracekit {

/// Points in time are UTC and counted from 1970-01-01T00:00:00Z without leap seconds. A `_s`
/// value is in seconds, a `_ms` value in milliseconds. A *wall clock* value is counted the same
/// way from the local 1970-01-01T00:00:00, whatever the zone.
using EpochSeconds = std::int64_t;
using EpochMillis = std::int64_t;
using WallSeconds = std::int64_t;

/// A calendar date without a zone.
using Date = std::chrono::year_month_day;

/// A date and time of day, with whatever the text said about its zone.
struct ParsedTime {
  WallSeconds wall_s = 0;          ///< the digits as written
  int millis = 0;                  ///< 0..999, further digits are cut off
  std::optional<int> utc_offset_s; ///< from `Z` or `+hh:mm`; nothing when the text had none
  /// The instant; text without a zone is taken as UTC.
  [[nodiscard]] EpochMillis utc_ms() const { return (wall_s - utc_offset_s.value_or(0)) * 1000 + millis; }
};

/// Reads `YYYY-MM-DD`, nothing when it is not a real date.
std::optional<Date> parse_date(std::string_view text);

/// Reads ISO 8601 / xsd:dateTime: `YYYY-MM-DDTHH:MM:SS[.fraction][Z|+hh:mm|+hhmm|+hh]`, a blank
/// instead of `T` allowed, surrounding blanks ignored. Nothing when malformed.
std::optional<ParsedTime> parse_iso_time(std::string_view text);

std::string format_date(Date date);          ///< `2025-08-03`
std::string format_utc(EpochSeconds t);      ///< `2025-08-03T07:15:00Z`
std::string format_utc_ms(EpochMillis t);    ///< `2025-08-03T07:15:00.250Z`; no fraction when it is 0
std::string format_wall(WallSeconds t);      ///< `2025-08-03T07:15:00`
std::string format_duration(double seconds); ///< `1:02:03`, minutes and hours not padded at the front

std::int64_t days_of(Date date); ///< days since 1970-01-01
Date date_of_days(std::int64_t days);
Date date_of_wall(WallSeconds t); ///< the calendar date of a wall clock value
WallSeconds wall_midnight(Date date);

} // namespace tracekit
