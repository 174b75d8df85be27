// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xlsx/reference.hpp"

namespace tracekit::xlsx {

/// Offsets are bytes of the worksheet's text; `end` is behind the last byte.
struct CellSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t column = 0;
  std::uint32_t style = 0;
  bool has_formula = false;
  bool holds = false; ///< shows something: a value, or a formula whose result is not known to be an empty text
};

struct RowSpan {
  std::uint32_t number = 0;
  std::uint32_t begin = 0;
  std::uint32_t tag_end = 0;     ///< behind the start tag
  std::uint32_t content_end = 0; ///< before the end tag; equal to `end` when the tag closes itself: `<row .../>`
  std::uint32_t end = 0;
  std::uint32_t first_cell = 0; ///< in SheetLayout::cells
  std::uint32_t cell_count = 0;
  std::optional<std::uint32_t> style; ///< of cells that the row does not list
};

struct ColumnStyle {
  std::uint32_t first = 0; ///< columns from 0, both included
  std::uint32_t last = 0;
  std::uint32_t style = 0;
};

/// Where everything that an edit must know of lies in a worksheet's text.
struct SheetLayout {
  std::string prefix;           ///< of the elements, with its colon; mostly empty
  std::uint32_t data_begin = 0; ///< of the tag `<sheetData>`
  std::uint32_t data_tag_end = 0;
  std::uint32_t data_content_end = 0; ///< equal to `data_end` when the tag closes itself
  std::uint32_t data_end = 0;
  std::optional<std::uint32_t> dimension_begin;
  std::vector<RowSpan> rows;   ///< strictly ascending
  std::vector<CellSpan> cells; ///< row by row, strictly ascending columns in each
  std::vector<CellRange> merged;
  std::vector<CellRange> spilled; ///< filled by one array formula or data table
  std::vector<ColumnStyle> column_styles;
  std::uint32_t first_held_row = 0; ///< the first and last row that hold something; 0 when none does
  std::uint32_t last_held_row = 0;
  bool has_formulas = false;

  [[nodiscard]] std::span<const CellSpan> cells_of(const RowSpan& row) const {
    return std::span(cells).subspan(row.first_cell, row.cell_count);
  }
};

/// Throws Error(input) when the worksheet is not well-formed, has no `sheetData`, or its rows or cells are out of
/// order. `strings` tells which shared strings are empty.
SheetLayout read_layout(std::string_view xml, std::string_view part, std::span<const std::string> strings);

} // namespace tracekit::xlsx
