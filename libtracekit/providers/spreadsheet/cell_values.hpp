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
};

/// Reads Excel dates, ISO texts, `3.8.2025`, and `8/3/2025` or `3/8/2025`: month first for imperial units, else day first, and the
/// other way round where only that is a date. Nothing when it is none of these.
std::optional<When> read_when(const Cell &cell, bool date_1904, Units units);

/// Reads numbers and texts such as `10,5`, `1,234.5` and `42 km`. Nothing for anything else.
std::optional<double> read_number(const Cell &cell);

/// Seconds of a duration: Excel times, `H:MM:SS` (beyond 24 hours too), `H:MM`, `62:03` (minutes, when they cannot be hours),
/// plain numbers in `unit_s` where the heading names a unit. Nothing when it is none of these.
std::optional<double> read_duration(const Cell &cell, std::optional<double> unit_s);

} // namespace tracekit::spreadsheet
