// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"

namespace tracekit {

/// What Excel allows; nothing beyond is read or written.
constexpr std::uint32_t max_table_rows = 1'048'576;
constexpr std::uint32_t max_table_columns = 16'384;

/// One cell that holds something.
struct Cell {
  enum class Kind : std::uint8_t { empty, text, number, boolean, error };

  std::string text;  ///< UTF-8; of numbers the digits as written, of booleans `TRUE` or `FALSE`, of errors `#N/A` ...
  double number = 0; ///< of numbers; 1 or 0 of booleans; dates are serial days (see `wall_from_serial`)
  std::uint32_t column = 0; ///< from 0
  Kind kind = Kind::empty;  ///< `empty` also of a formula without a result
  bool is_date = false;     ///< a number whose format shows a date, a time of day or a duration
  bool is_duration = false; ///< a number whose format counts hours, minutes or seconds beyond the day: `[h]:mm:ss`
  bool is_formula = false;  ///< the value is computed by the sheet and must not be written
};

/// One row that holds something; cells ascend by column.
struct TableRow {
  std::uint32_t number = 0; ///< from 1, as the spreadsheet program shows it
  std::vector<Cell> cells;

  /// The cell at a column from 0; an empty cell where there is none.
  [[nodiscard]] const Cell& cell(std::uint32_t column) const;
};

/// A sheet. Only what holds something is stored, so memory follows the content and not the row numbers.
struct Table {
  std::string sheet;          ///< name of the sheet; empty for CSV
  bool date_1904 = false;     ///< serial days count from 1904 (old Mac workbooks)
  std::vector<TableRow> rows; ///< ascending by number

  /// The row of a number from 1, or null when it is blank.
  [[nodiscard]] const TableRow* row(std::uint32_t number) const;
  [[nodiscard]] const Cell& cell(std::uint32_t row, std::uint32_t column) const;
};

/// A date or a date and time of day to write, by the clock on the wall.
struct DateValue {
  WallSeconds wall_s = 0;
  bool date_only = false; ///< the time of day is not known and not shown
  friend bool operator==(const DateValue&, const DateValue&) = default;
};

/// A duration to write, shown as H:MM:SS.
struct DurationValue {
  double seconds = 0;
  friend bool operator==(const DurationValue&, const DurationValue&) = default;
};

/// A value to write; `monostate` empties the cell.
using CellValue = std::variant<std::monostate, std::string, double, DateValue, DurationValue>;

/// One cell to change. Of several edits of one cell the last counts.
struct CellEdit {
  std::uint32_t row = 0;    ///< from 1
  std::uint32_t column = 0; ///< from 0
  CellValue value;
};

struct NewCell {
  std::uint32_t column = 0; ///< from 0
  CellValue value;
};

/// A row to add below the last row that holds something.
struct NewRow {
  std::vector<NewCell> cells;
};

/// `B7` of row 7 and column 1.
std::string cell_name(std::uint32_t row, std::uint32_t column);

/// The wall clock time of a serial day number, to the second; a time of day alone (below 1) is on the eve of the
/// first day. Nothing for negative numbers, beyond the year 9999 and for 1900-02-29 (serial 60 of the 1900 system), a
/// day that only spreadsheets know.
std::optional<WallSeconds> wall_from_serial(double serial, bool date_1904);

/// The serial day number of a wall clock time. Throws Error(input) outside the years 1900 (1904) to 9999.
double serial_from_wall(WallSeconds wall_s, bool date_1904);

} // namespace tracekit
