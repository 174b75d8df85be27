// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "formats/table.hpp"
#include "model/units.hpp"

namespace tracekit::spreadsheet {

/// A date, or a date with a time of day, as a person or program wrote it.
struct When {
  WallSeconds wall_s = 0;
  bool date_only = true;
  std::optional<int> utc_offset_s; ///< where the text tells: `2025-08-03T07:15:00Z`
};

/// Reads Excel dates, ISO texts, `20250803`, `3.8.2025`, `3 Aug 2025`, and `8/3/2025` or `3/8/2025`: month first for
/// imperial units, else day first, and the other way round where only that is a date. A time of day may follow, also
/// with am or pm; midnight means that only the date is known. Nothing when it is none of these.
std::optional<When> read_when(const Cell& cell, bool date_1904, Units units);

/// Reads numbers that are not negative, and texts such as `10,5`, `1,234.5` and `42 km`. Nothing for anything else.
std::optional<double> read_number(const Cell& cell);

/// Seconds of a duration: Excel times, `H:MM:SS` (beyond 24 hours too), `1h 20m`, plain numbers in `unit_s` where the
/// heading names a unit, and two parts such as `62:03`, which are hours and minutes or minutes and seconds: what makes
/// sense for the distance (0 when it is not known). Nothing when it is none of these.
std::optional<double> read_duration(const Cell& cell, std::optional<double> unit_s, double distance_m);

/// An id of a service: digits where a spreadsheet program made a number of it.
std::string read_id(const Cell& cell);

} // namespace tracekit::spreadsheet
