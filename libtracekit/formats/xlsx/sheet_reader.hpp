// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/table.hpp"
#include "formats/xlsx/styles.hpp"

namespace tracekit::xlsx {

/// What the cells of a sheet refer to.
struct SheetContext {
  std::string_view part; ///< the sheet's, for messages
  const std::vector<std::string>& strings;
  const Styles& styles;
  bool date_1904 = false;
};

/// The rows of a worksheet's part that hold something, ascending. Throws Error(input).
std::vector<TableRow> read_sheet_rows(std::string_view xml, const SheetContext& context);

} // namespace tracekit::xlsx
