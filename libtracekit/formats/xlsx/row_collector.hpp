// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
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

/// Makes table rows of the raw attributes and contents of `row` and `c` elements in document order.
/// Throws Error(input) naming the place for what no sheet can have.
class RowCollector {
public:
  explicit RowCollector(const SheetContext& context) : context_(context) {}

  /// `number` is the attribute `r`; rows without it follow the one before.
  void begin_row(std::optional<std::string_view> number);
  void end_row();

  /// `reference`, `style` and `type` are the attributes `r`, `s` and `t`.
  void begin_cell(std::optional<std::string_view> reference, std::optional<std::string_view> style,
                  std::string_view type);
  void mark_formula() { cell_.is_formula = true; }
  /// `value` is the raw text of `v`, `in_place` the finished text of `is`.
  void end_cell(std::string_view value, std::string in_place);

  /// The rows that hold something, ascending.
  [[nodiscard]] std::vector<TableRow> take();

private:
  enum class Storage : std::uint8_t { number, shared, formula_text, in_place, boolean, error, iso_date };

  static Storage storage_of(std::string_view type);
  void fill(std::string_view value, std::string in_place);
  void fill_text(std::string text);
  void fill_shared(std::string_view written);
  void fill_number(std::string_view written);
  void fill_iso_date(std::string_view written);

  const SheetContext& context_;
  std::vector<TableRow> rows_;
  TableRow row_;
  Cell cell_;
  std::size_t text_total_ = 0;
  std::size_t usual_cells_ = 0;
  std::uint32_t next_column_ = 0;
  std::uint32_t style_ = 0;
  Storage storage_ = Storage::number;
};

} // namespace tracekit::xlsx
