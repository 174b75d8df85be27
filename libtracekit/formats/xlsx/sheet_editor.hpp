// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "formats/table.hpp"
#include "formats/xlsx/reference.hpp"
#include "formats/xlsx/sheet_layout.hpp"
#include "formats/xlsx/styles.hpp"

namespace tracekit::xlsx {

/// What is to be written, in the order of the sheet.
using CellChanges = std::map<CellPlace, CellValue>;

/// The worksheet's text with the changed cells; the same text when nothing had to change. Styles with date formats are
/// added where they are needed. Throws Error(input) naming the cell for a value that it cannot hold.
std::string edit_sheet(std::string_view xml, const SheetLayout& layout, const CellChanges& changes, Styles& styles,
                       bool date_1904);

} // namespace tracekit::xlsx
