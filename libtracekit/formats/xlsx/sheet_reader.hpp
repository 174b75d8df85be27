// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "formats/xlsx/row_collector.hpp"

namespace tracekit::xlsx {

/// The rows of a worksheet's part that hold something, ascending. Throws Error(input) when it is damaged.
std::vector<TableRow> read_sheet_rows(std::string_view xml, const SheetContext& context);

/// The same without the short cut for plain rows: slower, for any XML.
std::vector<TableRow> read_sheet_rows_with_expat(std::string_view xml, const SheetContext& context);

} // namespace tracekit::xlsx
