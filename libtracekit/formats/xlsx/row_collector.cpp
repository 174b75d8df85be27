// SPDX-License-Identifier: MIT
#include "formats/xlsx/row_collector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/xlsx/escapes.hpp"
#include "formats/xlsx/reference.hpp"

namespace tracekit::xlsx {
namespace {

// Many cells can name one long shared string, so that a small file could ask for any amount of memory.
constexpr std::size_t text_limit = std::size_t{512} << 20U;

Error damaged(std::string_view part, const std::string& why) {
  return {ErrorKind::input, fmt::format("part {} of the workbook is damaged: {}", part, why)};
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  return code == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

} // namespace

RowCollector::Storage RowCollector::storage_of(std::string_view type) {
  if (type.empty() || type == "n") {
    return Storage::number;
  }
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

void RowCollector::begin_row(std::optional<std::string_view> number) {
  const auto read = number ? whole_number(*number) : row_.number + 1;
  if (!read || *read == 0 || *read > max_table_rows) {
    throw damaged(context_.part, fmt::format("it has a row that no sheet can have, after row {}", row_.number));
  }
  row_.number = *read;
  row_.cells.reserve(usual_cells_);
  next_column_ = 0;
}

void RowCollector::end_row() {
  if (row_.cells.empty()) {
    return;
  }
  if (!std::ranges::is_sorted(row_.cells, {}, &Cell::column)) {
    std::ranges::sort(row_.cells, {}, &Cell::column);
  }
  usual_cells_ = row_.cells.size();
  const auto number = row_.number;
  rows_.push_back(std::move(row_));
  row_ = TableRow{};
  row_.number = number;
}

void RowCollector::begin_cell(std::optional<std::string_view> reference, std::optional<std::string_view> style,
                              std::string_view type) {
  cell_ = Cell{};
  cell_.column = next_column_;
  if (reference) {
    const auto place = parse_place(*reference);
    if (!place) {
      throw damaged(context_.part, fmt::format("row {} has a cell that no sheet can have", row_.number));
    }
    cell_.column = place->column;
  }
  if (cell_.column >= max_table_columns) {
    throw damaged(context_.part, fmt::format("row {} has too many cells", row_.number));
  }
  next_column_ = cell_.column + 1;
  style_ = style ? whole_number(*style).value_or(0) : 0;
  storage_ = storage_of(type);
}

void RowCollector::end_cell(std::string_view value, std::string in_place) {
  fill(value, std::move(in_place));
  if (cell_.kind == Cell::Kind::empty && !cell_.is_formula) {
    return;
  }
  text_total_ += cell_.text.size();
  if (text_total_ > text_limit) {
    throw Error(ErrorKind::input,
                fmt::format("part {} of the workbook holds more than {} bytes of text", context_.part, text_limit));
  }
  row_.cells.push_back(std::move(cell_));
}

std::vector<TableRow> RowCollector::take() {
  if (!std::ranges::is_sorted(rows_, {}, &TableRow::number)) {
    std::ranges::sort(rows_, {}, &TableRow::number);
  }
  return std::move(rows_);
}

void RowCollector::fill(std::string_view value, std::string in_place) {
  if (storage_ == Storage::in_place) {
    return fill_text(std::move(in_place));
  }
  if (storage_ == Storage::formula_text) {
    return fill_text(decode_escapes(value));
  }
  const auto written = trim(value);
  if (written.empty()) {
    return;
  }
  switch (storage_) {
  case Storage::shared:
    return fill_shared(written);
  case Storage::iso_date:
    return fill_iso_date(written);
  case Storage::error:
    cell_.kind = Cell::Kind::error;
    cell_.text = written;
    return;
  case Storage::boolean:
    cell_.kind = Cell::Kind::boolean;
    cell_.number = written == "1" || written == "true" ? 1 : 0;
    cell_.text = cell_.number != 0 ? "TRUE" : "FALSE";
    return;
  default:
    return fill_number(written);
  }
}

void RowCollector::fill_text(std::string text) {
  if (!text.empty()) {
    cell_.kind = Cell::Kind::text;
    cell_.text = std::move(text);
  }
}

void RowCollector::fill_shared(std::string_view written) {
  const auto index = whole_number(written);
  if (!index || *index >= context_.strings.size()) {
    throw damaged(context_.part,
                  fmt::format("cell {} names a shared string that is not there", cell_name(row_.number, cell_.column)));
  }
  fill_text(context_.strings[*index]);
}

void RowCollector::fill_number(std::string_view written) {
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

void RowCollector::fill_iso_date(std::string_view written) {
  const auto time = parse_iso_time(written);
  const auto date = time ? date_of_wall(time->wall_s) : parse_date(written);
  const auto first_year = std::chrono::year{context_.date_1904 ? 1904 : 1900};
  if (!date || date->year() < first_year) {
    return fill_text(std::string(written));
  }
  cell_.number = serial_from_wall(time ? time->wall_s : wall_midnight(*date), context_.date_1904);
  cell_.text = written;
  cell_.kind = Cell::Kind::number;
  cell_.is_date = true;
}

} // namespace tracekit::xlsx
