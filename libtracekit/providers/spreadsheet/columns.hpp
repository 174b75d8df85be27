// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "formats/table.hpp"
#include "model/units.hpp"

namespace tracekit::spreadsheet {

/// What a column holds, in the order of a sheet without headings (A to U).
enum class Field : std::uint8_t {
  start,
  type,
  location,
  city,
  state,
  temperature,
  equipment,
  duration,
  distance,
  max_speed,
  avg_hr,
  max_hr,
  calories,
  max_elevation,
  ascent,
  with,
  avg_cadence,
  strava_id,
  garmin_id,
  ridewithgps_id,
  notes,
};
inline constexpr std::size_t field_count = 21;

/// Where each field stands in a sheet, and in which units it is written there.
struct Columns {
  std::array<std::optional<std::uint32_t>, field_count> at;
  std::uint32_t first_row = 1;        ///< the first row that holds a workout
  double distance_m = 1000;           ///< metres of one unit of the distance column
  double speed_mps = 1 / 3.6;         ///< m/s of one unit of the speed column
  double elevation_m = 1;             ///< metres of one unit of the elevation columns
  std::optional<double> duration_s;   ///< seconds of one unit where the heading says so: `Duration (min)`

  [[nodiscard]] std::optional<std::uint32_t> of(Field field) const { return at[static_cast<std::size_t>(field)]; }
};

/// Recognises the columns by their headings where the first row that holds something has any, else by position. A unit in
/// a heading (`Distance (km)`, `distance_mi`) wins over the person's units.
Columns recognise_columns(const Table &table, Units units);

} // namespace tracekit::spreadsheet
