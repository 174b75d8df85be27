// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/timezone.hpp"
#include "model/record.hpp"
#include "store/original/original_database.hpp"

namespace tracekit::app::original {

/// One of the Python tool's tables of records.
struct RecordTable {
  const char* name;
  const char* provider;
  const char* id_column; ///< the provider's id of the record
};
std::span<const RecordTable> record_tables();

/// What became of a row.
struct Conversion {
  std::optional<Record> record;
  std::string left_out;   ///< why there is none
  bool by_answer = false; ///< times and totals are those of the service's answer, which the tool had kept
};

/// A row as a record of origin `load`. `home` is the zone in which the tool lived.
///
/// Its columns are in miles and miles an hour, of its own reading of times. Garmin Connect's and Intervals.icu's are
/// the clock's of the place, read as if at home: their day and time of day hold, the instant holds at home. A
/// spreadsheet's row at midnight has a day only. Units of elevation and temperature are nowhere told, so these stay
/// beside the record as they were written. Where the service's answer was kept, all of this comes from there.
Conversion convert(const RecordTable& table, const store::OriginalRow& row, const TimeZone& home, EpochSeconds now);

} // namespace tracekit::app::original
