// SPDX-License-Identifier: MIT
#include "formats/xlsx/sheet_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/xlsx/escapes.hpp"
#include "formats/xlsx/part_xml.hpp"
#include "formats/xlsx/reference.hpp"
#include "formats/xlsx/shared_strings.hpp"

namespace tracekit::xlsx {
namespace {

// Many cells can name one long shared string, so that a small file could ask for any amount of memory.
constexpr std::size_t text_limit = std::size_t{512} << 20U;

enum class Storage : std::uint8_t { number, shared, formula_text, in_place, boolean, error, iso_date };

Storage storage_of(std::string_view type) {
  if (type == "s") {
    return Storage::shared;
  }
  if (type == "str") {
    return Storage::formula_text;
  }
  if (type == "inlineStr") {
    return Storage::in_place;
  }
  if (type == "b") {
    return Storage::boolean;
  }
  if (type == "e") {
    return Storage::error;
  }
  return type == "d" ? Storage::iso_date : Storage::number;
}

class SheetReader final : public Visitor {
public:
  explicit SheetReader(const SheetContext& context) : context_(context) {}

  void start_element(std::string_view name, const Attributes& attributes, int depth) override {
    if (depth == 2) {
      in_data_ = name == "sheetData";
    } else if (!in_data_) {
      return;
    } else if (depth == 3 && name == "row") {
      begin_row(attributes);
    } else if (depth == 4 && name == "c") {
      begin_cell(attributes);
    } else if (depth == 5) {
      if (name == "v") {
        in_value_ = true;
      } else if (name == "f") {
        cell_.is_formula = true;
      }
    } else if (depth > 5) {
      item_.start_element(name, attributes);
    }
  }

  void end_element(std::string_view name, int depth) override {
    if (!in_data_) {
      return;
    }
    if (depth > 5) {
      item_.end_element(name);
    } else if (depth == 5) {
      in_value_ = false;
    } else if (depth == 4 && name == "c") {
      end_cell();
    } else if (depth == 3 && name == "row") {
      end_row();
    } else if (depth == 2) {
      in_data_ = false;
    }
  }

  void text(std::string_view piece) override {
    if (in_value_) {
      value_ += piece;
    } else if (in_data_) {
      item_.text(piece);
    }
  }

  std::vector<TableRow> take() {
    if (!std::ranges::is_sorted(rows_, {}, &TableRow::number)) {
      std::ranges::stable_sort(rows_, {}, &TableRow::number);
    }
    return std::move(rows_);
  }

private:
  void begin_row(const Attributes& attributes) {
    const auto number = attributes.find("r") ? attributes.number("r") : row_.number + 1;
    if (!number || *number == 0 || *number > max_table_rows) {
      throw Error(ErrorKind::input, fmt::format("part {} of the workbook is damaged: it has a row that no sheet can have, after row {}",
                                                context_.part, row_.number));
    }
    row_.number = *number;
    row_.cells.reserve(usual_cells_);
    next_column_ = 0;
  }

  void begin_cell(const Attributes& attributes) {
    cell_ = Cell{};
    storage_ = Storage::number;
    style_ = 0;
    value_.clear();
    item_.clear();
    cell_.column = next_column_;
    for (const char* const* at = attributes.pairs(); *at != nullptr; at += 2) {
      const std::string_view name(at[0]);
      if (name == "r") {
        const auto place = parse_place(at[1]);
        if (!place) {
          throw Error(ErrorKind::input,
                      fmt::format("part {} of the workbook is damaged: row {} has a cell that no sheet can have", context_.part, row_.number));
        }
        cell_.column = place->column;
      } else if (name == "s") {
        style_ = attributes.number("s").value_or(0);
      } else if (name == "t") {
        storage_ = storage_of(at[1]);
      }
    }
    if (cell_.column >= max_table_columns) {
      throw Error(ErrorKind::input, fmt::format("part {} of the workbook is damaged: row {} has too many cells", context_.part, row_.number));
    }
    next_column_ = cell_.column + 1;
  }

  void end_cell() {
    fill_cell();
    if (cell_.kind == Cell::Kind::empty && !cell_.is_formula) {
      return;
    }
    text_total_ += cell_.text.size();
    if (text_total_ > text_limit) {
      throw Error(ErrorKind::input, fmt::format("part {} of the workbook holds more than {} bytes of text", context_.part, text_limit));
    }
    row_.cells.push_back(std::move(cell_));
  }

  void end_row() {
    if (row_.cells.empty()) {
      return;
    }
    if (!std::ranges::is_sorted(row_.cells, {}, &Cell::column)) {
      std::ranges::stable_sort(row_.cells, {}, &Cell::column);
    }
    usual_cells_ = row_.cells.size();
    const auto number = row_.number;
    rows_.push_back(std::move(row_));
    row_ = TableRow{};
    row_.number = number;
  }

  void fill_cell() {
    switch (storage_) {
    case Storage::shared:
      return fill_shared();
    case Storage::in_place:
      return fill_text(item_.value());
    case Storage::formula_text:
      return fill_text(decode_escapes(value_));
    case Storage::iso_date:
      return fill_iso_date();
    case Storage::number:
      return fill_number();
    case Storage::boolean:
    case Storage::error:
      break;
    }
    const auto written = trim(value_);
    if (written.empty()) {
      return;
    }
    if (storage_ == Storage::error) {
      cell_.kind = Cell::Kind::error;
      cell_.text = written;
    } else {
      cell_.kind = Cell::Kind::boolean;
      cell_.number = written == "1" || written == "true" ? 1 : 0;
      cell_.text = cell_.number != 0 ? "TRUE" : "FALSE";
    }
  }

  void fill_text(std::string text) {
    if (!text.empty()) {
      cell_.kind = Cell::Kind::text;
      cell_.text = std::move(text);
    }
  }

  void fill_shared() {
    const auto written = trim(value_);
    if (written.empty()) {
      return;
    }
    const auto index = parse_integer(written);
    if (!index || *index < 0 || static_cast<std::uint64_t>(*index) >= context_.strings.size()) {
      throw Error(ErrorKind::input, fmt::format("part {} of the workbook is damaged: cell {} names a shared string that is not there",
                                                context_.part, cell_name(row_.number, cell_.column)));
    }
    fill_text(context_.strings[static_cast<std::size_t>(*index)]);
  }

  void fill_number() {
    const auto written = trim(value_);
    if (written.empty()) {
      return;
    }
    const auto number = parse_double(written);
    cell_.text = written;
    cell_.kind = number ? Cell::Kind::number : Cell::Kind::text;
    if (number) {
      cell_.number = *number;
      const auto format = context_.styles.format(style_);
      cell_.is_date = format != NumberFormat::plain;
      cell_.is_duration = format == NumberFormat::duration;
    }
  }

  void fill_iso_date() {
    const auto written = trim(value_);
    const auto time = parse_iso_time(written);
    const auto date = time ? date_of_wall(time->wall_s) : parse_date(written);
    const auto first_year = std::chrono::year{context_.date_1904 ? 1904 : 1900};
    if (!date || date->year() < first_year) {
      return fill_text(std::string(written));
    }
    const auto wall_s = time ? time->wall_s : wall_midnight(*date);
    cell_.number = serial_from_wall(wall_s, context_.date_1904);
    cell_.text = written;
    cell_.kind = Cell::Kind::number;
    cell_.is_date = true;
  }

  const SheetContext& context_;
  std::vector<TableRow> rows_;
  TableRow row_;
  Cell cell_;
  StringItem item_;
  std::string value_;
  std::size_t text_total_ = 0;
  std::size_t usual_cells_ = 0;
  std::uint32_t next_column_ = 0;
  std::uint32_t style_ = 0;
  Storage storage_ = Storage::number;
  bool in_data_ = false;
  bool in_value_ = false;
};

} // namespace

std::vector<TableRow> read_sheet_rows(std::string_view xml, const SheetContext& context) {
  SheetReader reader(context);
  visit_xml(xml, context.part, reader);
  return reader.take();
}

} // namespace tracekit::xlsx
