// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/text.hpp"
#include "formats/csv/csv.hpp"
#include "formats/csv/encoding.hpp"
#include "formats/csv/records.hpp"

namespace tracekit {
namespace {

std::optional<double> number_of(const std::string& text, bool decimal_comma) {
  if (!decimal_comma) {
    return parse_double(text);
  }
  std::string with_point = text;
  std::ranges::replace(with_point, ',', '.');
  return text.find('.') == std::string::npos ? parse_double(with_point) : std::nullopt;
}

} // namespace

Table read_csv(ByteView bytes) {
  std::string_view text = as_text(bytes);
  std::string converted;
  auto records = csv::split_records(text);
  if (csv::detect_encoding(text) == csv::Encoding::windows_1252) {
    converted = csv::utf8_of_windows_1252(text.substr(records.start > 0 && text.starts_with('\xEF') ? 3 : 0));
    text = converted;
    records = csv::split_records(text);
  }
  const bool decimal_comma = csv::has_decimal_comma(text, records);
  Table table;
  std::uint32_t number = records.first_row;
  for (const auto& record : records.records) {
    TableRow row;
    row.number = number++;
    std::uint32_t column = 0;
    for (const auto& field : records.fields_of(record)) {
      Cell cell;
      cell.column = column++;
      cell.text = csv::field_value(text.substr(field.begin, field.end - field.begin));
      if (cell.text.empty()) {
        continue;
      }
      const auto value = number_of(cell.text, decimal_comma);
      cell.kind = value ? Cell::Kind::number : Cell::Kind::text;
      cell.number = value.value_or(0);
      row.cells.push_back(std::move(cell));
    }
    if (!row.cells.empty()) {
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

} // namespace tracekit
