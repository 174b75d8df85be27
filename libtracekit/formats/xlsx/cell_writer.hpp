// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "formats/table.hpp"
#include "formats/xlsx/reference.hpp"
#include "formats/xlsx/styles.hpp"

namespace tracekit::xlsx {

/// Writes the XML of cells.
class CellWriter {
public:
  /// `prefix` is that of the sheet's elements, with its colon.
  CellWriter(std::string_view prefix, Styles& styles, bool date_1904)
      : prefix_(prefix), styles_(styles), date_1904_(date_1904) {}

  /// The style that shows the value and is otherwise like `style`.
  [[nodiscard]] std::uint32_t style_for(std::uint32_t style, const CellValue& value);

  /// A cell where there was none.
  [[nodiscard]] std::string new_cell(CellPlace place, std::uint32_t style, const CellValue& value) const;

  /// A cell with a new value: its start tag stays, but for the type of the value and a style that differs from
  /// `old_style`.
  [[nodiscard]] std::string changed_cell(std::string_view cell, CellPlace place, std::uint32_t old_style,
                                         std::uint32_t style, const CellValue& value) const;

private:
  struct Content {
    std::string_view type; ///< empty for numbers
    std::string xml;
  };
  [[nodiscard]] Content content_of(const CellValue& value, CellPlace place) const;
  [[nodiscard]] std::string finished(std::string tag, const Content& content) const;

  std::string_view prefix_;
  Styles& styles_;
  bool date_1904_;
};

/// Whether the value empties a cell.
bool is_clear(const CellValue& value);

} // namespace tracekit::xlsx
