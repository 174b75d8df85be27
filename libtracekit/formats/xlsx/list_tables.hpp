// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xlsx/package.hpp"
#include "formats/xlsx/reference.hpp"

namespace tracekit::xlsx {

/// A range that a person made a table ("Format as table"), which is a part of its own.
struct ListTable {
  std::string part;
  std::string name;
  CellRange range; ///< with header and totals rows
  std::uint32_t header_rows = 1;
  std::uint32_t totals_rows = 0;
};

/// The tables of a sheet.
std::vector<ListTable> read_list_tables(const Package& package, std::string_view sheet_part);

/// The table's part with a new range, for itself and its filter.
std::string with_range(const std::string& xml, std::string_view part, const CellRange& range);

} // namespace tracekit::xlsx
