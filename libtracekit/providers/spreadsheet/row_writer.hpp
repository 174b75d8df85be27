// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/record.hpp"
#include "providers/provider.hpp"
#include "providers/spreadsheet/columns.hpp"

namespace tracekit::spreadsheet {

/// The cells that a write of these fields changes, in the sheet's units. Throws Error(provider) naming a field that the sheet
/// has no column for.
std::vector<CellEdit> edits_for(const std::vector<FieldWrite> &fields, std::uint32_t row, const Columns &columns);

/// A new row for a workout: every column that the sheet has and the record knows.
NewRow row_for(const Record &record, const Columns &columns, const TimeZone &home);

} // namespace tracekit::spreadsheet
