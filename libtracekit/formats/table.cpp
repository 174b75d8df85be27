// SPDX-License-Identifier: MIT
#include "formats/table.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"

namespace tracekit {
namespace {

constexpr double seconds_per_day = 86400;
constexpr double last_serial_1900 = 2'958'466; // 10000-01-01
constexpr double days_between_systems = 1462;
constexpr double phantom_day = 60;

WallSeconds epoch_1900() {
  return wall_midnight(Date{std::chrono::year{1899}, std::chrono::month{12}, std::chrono::day{30}});
}
WallSeconds epoch_1904() {
  return wall_midnight(Date{std::chrono::year{1904}, std::chrono::month{1}, std::chrono::day{1}});
}

const Cell& no_cell() {
  static const Cell none;
  return none;
}

} // namespace

const Cell& TableRow::cell(std::uint32_t column) const {
  const auto found = std::ranges::lower_bound(cells, column, {}, &Cell::column);
  return found != cells.end() && found->column == column ? *found : no_cell();
}

const TableRow* Table::row(std::uint32_t number) const {
  const auto found = std::ranges::lower_bound(rows, number, {}, &TableRow::number);
  return found != rows.end() && found->number == number ? &*found : nullptr;
}

const Cell& Table::cell(std::uint32_t row_number, std::uint32_t column) const {
  const TableRow* found = row(row_number);
  return found == nullptr ? no_cell() : found->cell(column);
}

std::string cell_name(std::uint32_t row, std::uint32_t column) {
  std::string letters;
  for (std::uint32_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters + std::to_string(row);
}

std::optional<WallSeconds> wall_from_serial(double serial, bool date_1904) {
  const double limit = date_1904 ? last_serial_1900 - days_between_systems : last_serial_1900;
  if (!std::isfinite(serial) || serial < 0 || serial >= limit) {
    return std::nullopt;
  }
  const auto seconds = static_cast<WallSeconds>(std::llround(serial * seconds_per_day));
  if (date_1904) {
    return epoch_1904() + seconds;
  }
  const double days = static_cast<double>(seconds) / seconds_per_day;
  if (days >= phantom_day + 1) {
    return epoch_1900() + seconds;
  }
  // Excel took over from Lotus that 1900 was a leap year, so the days before its 29 February count one less.
  return days < phantom_day ? std::optional(epoch_1900() + seconds + static_cast<WallSeconds>(seconds_per_day))
                            : std::nullopt;
}

double serial_from_wall(WallSeconds wall_s, bool date_1904) {
  const WallSeconds epoch = date_1904 ? epoch_1904() : epoch_1900();
  double serial = static_cast<double>(wall_s - epoch) / seconds_per_day;
  if (!date_1904 && serial < phantom_day + 1) {
    serial -= 1;
  }
  const double limit = date_1904 ? last_serial_1900 - days_between_systems : last_serial_1900;
  if (serial < 0 || serial >= limit) {
    throw Error(ErrorKind::input,
                "a spreadsheet cannot hold the date " + std::to_string(wall_s) + " (seconds since 1970)",
                "spreadsheets know the years 1900 to 9999");
  }
  return serial;
}

} // namespace tracekit
