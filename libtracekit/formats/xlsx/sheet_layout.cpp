// SPDX-License-Identifier: MIT
#include "formats/xlsx/sheet_layout.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/table.hpp"
#include "formats/xlsx/part_xml.hpp"

namespace tracekit::xlsx {
namespace {

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); } // parts are limited to 512 MiB

class LayoutReader final : public Visitor {
public:
  LayoutReader(std::string_view xml, std::string_view part, std::span<const std::string> strings)
      : xml_(xml), part_(part), strings_(strings) {}

  void start_element(std::string_view name, const Attributes& attributes, int depth) override {
    if (depth == 2) {
      begin_section(name);
    } else if (in_data_) {
      start_in_data(name, attributes, depth);
    } else if (depth == 3 && name == "mergeCell") {
      add_range(layout.merged, attributes.find("ref"));
    } else if (depth == 3 && name == "col") {
      const auto first = attributes.number("min");
      const auto last = attributes.number("max");
      const auto style = attributes.number("style");
      if (first && last && style && *first > 0 && *last > 0) {
        layout.column_styles.push_back({*first - 1, *last - 1, *style});
      }
    }
  }

  void end_element(std::string_view name, int depth) override {
    if (!in_data_) {
      return;
    }
    if (depth == 5) {
      in_value_ = false;
    } else if (depth == 4 && name == "c") {
      end_cell();
    } else if (depth == 3 && name == "row") {
      end_row();
    } else if (depth == 2) {
      in_data_ = false;
      layout.data_content_end = offset(token().begin);
      layout.data_end = offset(token().end);
    }
  }

  void text(std::string_view piece) override {
    if (in_value_) {
      value_ += piece;
    }
  }

  SheetLayout layout;

private:
  void begin_section(std::string_view name) {
    if (name == "sheetData" && layout.data_end == 0) {
      in_data_ = true;
      layout.data_begin = offset(token().begin);
      layout.data_tag_end = offset(token().end);
      layout.prefix = tag_prefix(xml_.substr(layout.data_begin));
    } else if (name == "dimension") {
      layout.dimension_begin = offset(token().begin);
    }
  }

  void start_in_data(std::string_view name, const Attributes& attributes, int depth) {
    if (depth == 3 && name == "row") {
      begin_row(attributes);
    } else if (depth == 4 && name == "c") {
      begin_cell(attributes);
    } else if (depth == 5 && name == "f") {
      begin_formula(attributes);
    } else if (depth == 5 && (name == "v" || name == "is")) {
      in_value_ = true;
    }
  }

  void begin_row(const Attributes& attributes) {
    const auto number = attributes.find("r") ? attributes.number("r") : row_.number + 1;
    if (!number || *number > max_table_rows || *number <= row_.number) {
      throw out_of_order();
    }
    row_ = RowSpan{};
    row_.number = *number;
    row_.begin = offset(token().begin);
    row_.tag_end = offset(token().end);
    row_.first_cell = offset(layout.cells.size());
    row_.style = attributes.is_true("customFormat") ? attributes.number("s") : std::nullopt;
    next_column_ = 0;
  }

  void begin_cell(const Attributes& attributes) {
    cell_ = CellSpan{};
    cell_.begin = offset(token().begin);
    cell_.column = next_column_;
    if (const auto reference = attributes.find("r")) {
      const auto place = parse_place(*reference);
      if (!place || place->row != row_.number || place->column < next_column_) {
        throw out_of_order();
      }
      cell_.column = place->column;
    }
    if (cell_.column >= max_table_columns) {
      throw out_of_order();
    }
    next_column_ = cell_.column + 1;
    cell_.style = attributes.number("s").value_or(0);
    type_ = attributes.find("t").value_or("n");
    value_.clear();
  }

  void begin_formula(const Attributes& attributes) {
    cell_.has_formula = true;
    layout.has_formulas = true;
    const auto type = attributes.find("t");
    if (type == "array" || type == "dataTable") {
      add_range(layout.spilled, attributes.find("ref"));
    }
  }

  void end_cell() {
    cell_.end = offset(token().end);
    cell_.holds = cell_.has_formula ? type_ != "str" || !value_.empty() : holds_value();
    layout.cells.push_back(cell_);
    if (cell_.holds) {
      layout.last_held_row = row_.number;
      layout.first_held_row = layout.first_held_row == 0 ? row_.number : layout.first_held_row;
    }
  }

  [[nodiscard]] bool holds_value() const {
    if (type_ == "str" || type_ == "inlineStr") {
      return !value_.empty();
    }
    const auto written = trim(value_);
    const auto index = type_ == "s" ? parse_integer(written) : std::nullopt;
    const bool known = index && *index >= 0 && static_cast<std::uint64_t>(*index) < strings_.size();
    return known ? !strings_[static_cast<std::size_t>(*index)].empty() : !written.empty();
  }

  void end_row() {
    row_.content_end = offset(token().begin);
    row_.end = offset(token().end);
    row_.cell_count = offset(layout.cells.size()) - row_.first_cell;
    layout.rows.push_back(row_);
  }

  static void add_range(std::vector<CellRange>& ranges, std::optional<std::string_view> text) {
    if (const auto range = text ? parse_range(*text) : std::nullopt) {
      ranges.push_back(*range);
    }
  }

  [[nodiscard]] Error out_of_order() const {
    return {ErrorKind::input,
            fmt::format("part {} of the workbook cannot be edited: its rows or cells are out of order near row {}",
                        part_, row_.number),
            "open it in a spreadsheet program and save it again"};
  }

  std::string_view xml_;
  std::string_view part_;
  std::span<const std::string> strings_;
  RowSpan row_;
  CellSpan cell_;
  std::string type_;
  std::string value_;
  std::uint32_t next_column_ = 0;
  bool in_data_ = false;
  bool in_value_ = false;
};

} // namespace

SheetLayout read_layout(std::string_view xml, std::string_view part, std::span<const std::string> strings) {
  LayoutReader reader(xml, part, strings);
  visit_xml(xml, part, reader);
  if (reader.layout.data_end == 0) {
    throw Error(ErrorKind::input, fmt::format("part {} of the workbook is not a worksheet", part));
  }
  return std::move(reader.layout);
}

} // namespace tracekit::xlsx
