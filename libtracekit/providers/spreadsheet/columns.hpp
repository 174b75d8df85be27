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

/// The field as it is called in a sheet: `date`, `distance`, `average heart rate`.
std::string_view field_words(Field field);

/// What a heading stands for. Letter case, blanks, signs and units are passed over; nothing when it is no known
/// heading.
std::optional<Field> field_of_heading(std::string_view heading);

/// Where each field stands in a sheet, and in which units it is written there.
struct Columns {
  std::array<std::optional<std::uint32_t>, field_count> at;
  std::array<double, field_count> unit; ///< SI units of one unit of the column: 1000 of `Distance (km)`
  std::optional<double> duration_s;     ///< seconds of one unit where the heading says so: `Duration (min)`
  std::uint32_t first_row = 1;          ///< the first row that may hold a workout

  [[nodiscard]] std::optional<std::uint32_t> of(Field field) const { return at[static_cast<std::size_t>(field)]; }
  [[nodiscard]] double unit_of(Field field) const { return unit[static_cast<std::size_t>(field)]; }
};

/// Recognises the columns by the first row with a heading for the date and one more (titles may stand above it), else
/// by position. A unit in a heading (`Distance (km)`, `distance_mi`) wins over the person's units.
Columns recognise_columns(const Table& table, Units units);

} // namespace tracekit::spreadsheet
