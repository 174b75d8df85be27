// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "base/bytes.hpp"
#include "formats/table.hpp"

namespace tracekit {

/// Reads one sheet of an Excel workbook (.xlsx, .xlsm); no name means the first visible sheet. Dates
/// stay serial numbers with `Cell::is_date` set; formulas give the value that was saved with them.
/// Throws Error(input) when the bytes are not such a workbook or are damaged (with part and line), or
/// when a part unpacks to more than 512 MiB; Error(not_found) naming the sheets there are.
Table read_xlsx(ByteView package, const std::string& sheet_name = {});

/// Changes single cells of one sheet and adds rows below the last one that holds something, and leaves
/// every other byte of every part as it was; docs/spreadsheet.md lists the parts a write can touch.
/// Styles are kept; a new cell takes the style of the one above it. A date or duration written where the
/// format shows plain numbers gets that style with a date format.
/// Throws, besides what `read_xlsx` throws, Error(conflict) naming the cell that holds or belongs to a
/// formula, lies inside merged cells, or is a table's header; Error(usage) for a cell outside the
/// sheet's limits; Error(input) for a value that a cell cannot hold.
Bytes edit_xlsx(ByteView package, const std::string& sheet_name, std::span<const CellEdit> edits,
                std::span<const NewRow> appended = {});

} // namespace tracekit
