// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/timezone.hpp"
#include "model/record.hpp"
#include "providers/spreadsheet/columns.hpp"

namespace tracekit::spreadsheet {

/// One row of the log as a record; its id is given later (`RowIdentities`).
struct LogRow {
  std::uint32_t number = 0; ///< of the sheet, from 1
  Record record;
  std::string content; ///< what the row says, in one form however its cells are formatted
  std::string problem; ///< why the row is no record: its date cannot be read. Empty for records
  bool edited = false; ///< says something else than when it was last known
};

struct Log {
  std::vector<LogRow> rows;
  std::vector<std::string> problems; ///< one sentence for each cell that cannot be read, with its place
};

/// How a sheet is to be understood.
struct Reading {
  Units units = Units::metric;
  TimeZone home;
  EpochSeconds now = 0;
};

/// Reads every row. Blank rows, repeated headings and rows of nothing but formulas without a date (totals) are passed
/// over. A row without a readable date is a problem; any other unreadable cell is one too, and counts as empty.
Log read_log(const Table& table, const Columns& columns, const Reading& reading);

} // namespace tracekit::spreadsheet
