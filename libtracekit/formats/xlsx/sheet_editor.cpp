// SPDX-License-Identifier: MIT
#include "formats/xlsx/sheet_editor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "formats/splices.hpp"
#include "formats/xlsx/cell_writer.hpp"
#include "formats/xlsx/part_xml.hpp"

namespace tracekit::xlsx {
namespace {

using Changes = CellChanges::const_iterator;

class SheetEditor {
public:
  SheetEditor(std::string_view xml, const SheetLayout& layout, const CellChanges& changes, Styles& styles,
              bool date_1904)
      : xml_(xml), layout_(layout), changes_(changes), styles_(styles), writer_(layout.prefix, styles, date_1904) {}

  std::string run() {
    auto change = changes_.begin();
    for (const auto& row : layout_.rows) {
      change = add_rows_before(change, row.number, row.begin);
      const auto first = change;
      while (change != changes_.end() && change->first.row == row.number) {
        ++change;
      }
      if (first != change) {
        change_row(row, first, change);
      }
      learn_styles(row);
      if (change == changes_.end()) {
        break;
      }
    }
    finish_rows(change);
    if (splices_.empty()) {
      return std::string(xml_);
    }
    extend_dimension();
    return splices_.apply(xml_);
  }

private:
  /// New rows before a row or, behind the last one, before the end of the data.
  Changes add_rows_before(Changes change, std::uint32_t number, std::size_t place) {
    while (change != changes_.end() && change->first.row < number) {
      auto [xml, next] = new_row(change);
      if (!xml.empty()) {
        splices_.insert(place, std::move(xml));
      }
      change = next;
    }
    return change;
  }

  void finish_rows(Changes change) {
    if (layout_.data_content_end != layout_.data_end) {
      add_rows_before(change, max_table_rows + 1, layout_.data_content_end);
      return;
    }
    std::string rows;
    while (change != changes_.end()) {
      const auto [xml, next] = new_row(change);
      rows += xml;
      change = next;
    }
    if (!rows.empty()) { // `<sheetData/>`
      splices_.replace(
          layout_.data_begin, layout_.data_end,
          fmt::format("{}{}</{}sheetData>", opened(layout_.data_begin, layout_.data_tag_end), rows, layout_.prefix));
    }
  }

  /// One row where there was none, and the first change of the next row.
  std::pair<std::string, Changes> new_row(Changes change) {
    const auto number = change->first.row;
    std::string cells;
    for (; change != changes_.end() && change->first.row == number; ++change) {
      cells += new_cell(change, std::nullopt);
    }
    if (!cells.empty()) {
      cells = fmt::format("<{0}row r=\"{1}\">{2}</{0}row>", layout_.prefix, number, cells);
    }
    return {cells, change};
  }

  void change_row(const RowSpan& row, Changes change, Changes end) {
    const auto cells = layout_.cells_of(row);
    auto cell = cells.begin();
    std::string behind; // cells behind the last one of the row
    std::optional<std::uint32_t> least;
    std::uint32_t most = 0;
    for (; change != end; ++change) {
      const auto column = change->first.column;
      cell = std::find_if(cell, cells.end(), [column](const CellSpan& at) { return at.column >= column; });
      if (cell != cells.end() && cell->column == column) {
        change_cell(*cell, change);
        continue;
      }
      auto xml = new_cell(change, row.style);
      if (xml.empty()) {
        continue;
      }
      least = least.value_or(column);
      most = column;
      if (cell != cells.end()) {
        splices_.insert(cell->begin, std::move(xml));
      } else {
        behind += xml;
      }
    }
    if (least) {
      extend_row(row, *least, most, std::move(behind));
    }
  }

  void change_cell(const CellSpan& cell, Changes change) {
    const auto& [place, value] = *change;
    const auto old = xml_.substr(cell.begin, cell.end - cell.begin);
    if (is_clear(value) && !cell.holds) {
      return;
    }
    const auto style = writer_.style_for(cell.style, value);
    auto xml = writer_.changed_cell(old, place, cell.style, style, value);
    if (xml != old) {
      splices_.replace(cell.begin, cell.end, std::move(xml));
    }
    note_written(place);
  }

  std::string new_cell(Changes change, std::optional<std::uint32_t> row_style) {
    const auto& [place, value] = *change;
    if (is_clear(value)) {
      return {};
    }
    const auto style = writer_.style_for(inherited_style(place.column, row_style, value), value);
    note_written(place);
    set_style_above(place.column, style);
    return writer_.new_cell(place, style, value);
  }

  /// Puts cells behind the row's last one and makes room for the new columns in its `spans`.
  void extend_row(const RowSpan& row, std::uint32_t least, std::uint32_t most, std::string behind) {
    auto tag = std::string(xml_.substr(row.begin, row.tag_end - row.begin));
    const bool self_closed = row.content_end == row.end;
    if (self_closed) {
      tag = opened(row.begin, row.tag_end);
    }
    tag = with_spans(tag, least, most);
    if (self_closed) {
      splices_.replace(row.begin, row.end, fmt::format("{}{}</{}row>", tag, behind, layout_.prefix));
      return;
    }
    if (tag != xml_.substr(row.begin, row.tag_end - row.begin)) {
      splices_.replace(row.begin, row.tag_end, std::move(tag));
    }
    if (!behind.empty()) {
      splices_.insert(row.content_end, std::move(behind));
    }
  }

  static std::string with_spans(const std::string& tag, std::uint32_t least, std::uint32_t most) {
    const auto spans = attribute_of(tag, "spans");
    if (!spans) {
      return tag;
    }
    const auto colon = spans->find(':');
    const auto first = parse_integer(spans->substr(0, colon));
    const auto last = colon == std::string_view::npos ? std::nullopt : parse_integer(spans->substr(colon + 1));
    if (!first || !last) {
      return without_attribute(tag, "spans"); // only a hint, and several ranges are not worth keeping
    }
    const auto wide =
        fmt::format("{}:{}", std::min<long long>(*first, least + 1), std::max<long long>(*last, most + 1));
    return wide == *spans ? tag : with_attribute(tag, "spans", wide);
  }

  /// A self-closing tag as a start tag.
  [[nodiscard]] std::string opened(std::size_t begin, std::size_t end) const {
    auto tag = std::string(xml_.substr(begin, end - begin));
    if (tag.ends_with("/>")) {
      tag.replace(tag.find_last_not_of(" \t\r\n", tag.size() - 3) + 1, std::string::npos, ">");
    }
    return tag;
  }

  [[nodiscard]] std::uint32_t inherited_style(std::uint32_t column, std::optional<std::uint32_t> row_style,
                                              const CellValue& value) const {
    if (column < above_.size() && above_[column].any) {
      // A date below a row of totals looks like the dates, not like the word "Total".
      const bool timed = std::holds_alternative<DateValue>(value) || std::holds_alternative<DurationValue>(value);
      return timed ? above_[column].timed.value_or(*above_[column].any) : *above_[column].any;
    }
    if (row_style) {
      return *row_style;
    }
    const auto found = std::ranges::find_if(layout_.column_styles, [column](const ColumnStyle& style) {
      return column >= style.first && column <= style.last;
    });
    return found != layout_.column_styles.end() ? found->style : 0;
  }

  void learn_styles(const RowSpan& row) {
    if (row.number == layout_.first_held_row) {
      return; // the header's look is not for data
    }
    for (const auto& cell : layout_.cells_of(row)) {
      set_style_above(cell.column, cell.style);
    }
  }

  void set_style_above(std::uint32_t column, std::uint32_t style) {
    if (column >= above_.size()) {
      above_.resize(column + 1);
    }
    above_[column].any = style;
    if (styles_.format(style) != NumberFormat::plain) {
      above_[column].timed = style;
    }
  }

  void note_written(CellPlace place) {
    written_ =
        written_ ? CellRange{{std::min(written_->first.row, place.row), std::min(written_->first.column, place.column)},
                             {std::max(written_->last.row, place.row), std::max(written_->last.column, place.column)}}
                 : CellRange{place, place};
  }

  void extend_dimension() {
    if (!layout_.dimension_begin || !written_) {
      return;
    }
    const auto tag = start_tag(xml_.substr(*layout_.dimension_begin));
    const auto text = attribute_of(tag, "ref").value_or("");
    const auto range = parse_range(text);
    if (!range) {
      return;
    }
    note_written(range->first);
    note_written(range->last);
    if (*written_ != *range) {
      splices_.replace(*layout_.dimension_begin, *layout_.dimension_begin + tag.size(),
                       with_attribute(tag, "ref", written_->to_string()));
    }
  }

  /// Of the nearest cell above, and of the nearest that shows a date or a duration.
  struct StylesAbove {
    std::optional<std::uint32_t> any;
    std::optional<std::uint32_t> timed;
  };

  std::string_view xml_;
  const SheetLayout& layout_;
  const CellChanges& changes_;
  const Styles& styles_;
  CellWriter writer_;
  Splices splices_;
  std::vector<StylesAbove> above_; // by column
  std::optional<CellRange> written_;
};

} // namespace

std::string edit_sheet(std::string_view xml, const SheetLayout& layout, const CellChanges& changes, Styles& styles,
                       bool date_1904) {
  return SheetEditor(xml, layout, changes, styles, date_1904).run();
}

} // namespace tracekit::xlsx
