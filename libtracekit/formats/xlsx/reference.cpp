// SPDX-License-Identifier: MIT
#include "formats/xlsx/reference.hpp"

#include "formats/table.hpp"

namespace tracekit::xlsx {

std::string CellRange::to_string() const {
  std::string text = cell_name(first.row, first.column);
  if (first != last) {
    text += ":" + cell_name(last.row, last.column);
  }
  return text;
}

std::optional<CellPlace> parse_place(std::string_view text) {
  std::uint32_t column = 0;
  std::uint32_t row = 0;
  std::size_t at = 0;
  const auto skip_dollar = [&] { at += at < text.size() && text[at] == '$' ? 1U : 0U; };
  skip_dollar();
  for (; at < text.size() && column <= max_table_columns; ++at) {
    const char letter = static_cast<char>(text[at] & ~0x20);
    if (letter < 'A' || letter > 'Z') {
      break;
    }
    column = column * 26 + static_cast<std::uint32_t>(letter - 'A' + 1);
  }
  skip_dollar();
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && row <= max_table_rows; ++at) {
    row = row * 10 + static_cast<std::uint32_t>(text[at] - '0');
  }
  if (at != text.size() || column == 0 || column > max_table_columns || row == 0 || row > max_table_rows) {
    return std::nullopt;
  }
  return CellPlace{row, column - 1};
}

std::optional<CellRange> parse_range(std::string_view text) {
  const auto colon = text.find(':');
  const auto first = parse_place(text.substr(0, colon));
  const auto last = colon == std::string_view::npos ? first : parse_place(text.substr(colon + 1));
  if (!first || !last || first->row > last->row || first->column > last->column) {
    return std::nullopt;
  }
  return CellRange{*first, *last};
}

} // namespace tracekit::xlsx
