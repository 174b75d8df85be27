// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "base/timezone.hpp"
#include "model/record.hpp"
#include "providers/provider.hpp"
#include "providers/spreadsheet/row_reader.hpp"

namespace tracekit::spreadsheet {

/// The cells that a write of these fields changes, in the sheet's units. Throws Error(provider) naming a field that the
/// sheet has no column for.
std::vector<CellEdit> edits_for(const std::vector<FieldWrite>& fields, std::uint32_t row, const Columns& columns);

/// A new row for a workout: every column that the sheet has and the record knows. Dates have a time of day where the
/// rows that are there have one, and the sport is called as it is called in them. Throws Error(provider) for a record
/// without a date.
NewRow row_for(const Record& record, const Columns& columns, const std::vector<LogRow>& rows, const TimeZone& home);

/// The row as it will be read back.
LogRow as_read(const NewRow& row, const Columns& columns, const Reading& reading);

} // namespace tracekit::spreadsheet
