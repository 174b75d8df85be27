// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/xlsx/package.hpp"

namespace tracekit::xlsx {

struct SheetEntry {
  std::string name;
  std::string part; ///< name of the worksheet's part
  bool visible = true;
};

/// What workbook.xml says about where things are.
struct Workbook {
  std::string part;
  std::vector<SheetEntry> sheets; ///< worksheets in the order of their tabs; no chart sheets
  bool date_1904 = false;
  std::string styles_part;  ///< empty when the workbook has none
  std::string strings_part; ///< empty when the workbook has none
};

/// Throws Error(input) when the package is not an Excel workbook.
Workbook read_workbook(const Package& package);

/// The sheet of this name (letter case does not matter, as in Excel); no name means the first visible one. Throws
/// Error(not_found) naming the sheets there are.
const SheetEntry& find_sheet(const Workbook& workbook, std::string_view name);

/// Whether any worksheet computes something. A sheet that cannot be read counts as one that does.
bool has_formulas(const Package& package, const Workbook& workbook);

/// workbook.xml with the flag that makes spreadsheet programs compute all formulas when they open it.
std::string with_full_calculation(const std::string& workbook_xml, std::string_view part);

} // namespace tracekit::xlsx
