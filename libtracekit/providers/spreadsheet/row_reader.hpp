// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/timezone.hpp"
#include "model/record.hpp"
#include "providers/spreadsheet/columns.hpp"

namespace tracekit::spreadsheet {

/// One row of the log as a record; its id is given later.
struct LogRow {
  std::uint32_t number = 0; ///< of the sheet, from 1
  Record record;
  std::string content; ///< all recognised cells as text: equal for rows that say the same
};

struct Log {
  std::vector<LogRow> rows;
  std::vector<std::string> problems; ///< one sentence for each cell that cannot be read, with its place
};

/// Reads every row that has a date. Blank rows are passed over; a row without a readable date is a problem and left out; any other
/// unreadable cell is a problem and counts as empty.
Log read_log(const Table &table, const Columns &columns, Units units, const TimeZone &home, EpochSeconds now);

} // namespace tracekit::spreadsheet
