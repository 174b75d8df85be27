// SPDX-License-Identifier: MIT
#include "output/table.hpp"

#include <algorithm>
#include <numeric>

namespace tracekit::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 4;

/// The text of a cell in its style, as wide as its column; nothing follows the last one.
void append_padded(std::string& line, std::string_view text, std::size_t narrower, Align align, bool last) {
  if (align == Align::right) {
    line.append(narrower, ' ');
  }
  line += text;
  if (align == Align::left && !last) {
    line.append(narrower, ' ');
  }
  if (!last) {
    line.append(gap, ' ');
  }
}

} // namespace

void Table::add(std::vector<Cell> cells) {
  std::vector<Shown>& row = rows_.emplace_back();
  row.reserve(columns_.size());
  for (Cell& cell : cells) {
    std::string text = printable(std::move(cell.text));
    const std::size_t width = display_width(text);
    row.push_back({std::move(text), width, cell.style});
  }
  row.resize(columns_.size());
}

std::vector<std::size_t> Table::widths(std::size_t available) const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    std::size_t widest = display_width(columns_[column].heading);
    for (const auto& row : rows_) {
      widest = std::max(widest, row[column].width);
    }
    widths.push_back(widest);
  }
  const std::size_t gaps = gap * (columns_.size() - 1);
  std::size_t total = std::accumulate(widths.begin(), widths.end(), gaps);
  bool everyone = false; // on a very narrow terminal every column gives
  while (total > available) {
    std::size_t widest = columns_.size();
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      const std::size_t floor = everyone ? narrowest : columns_[column].least;
      const bool shrinks = (columns_[column].flexible || everyone) && widths[column] > floor;
      if (shrinks && (widest == columns_.size() || widths[column] > widths[widest])) {
        widest = column;
      }
    }
    if (widest == columns_.size() && !everyone) {
      everyone = true;
      continue;
    }
    if (widest == columns_.size()) {
      break; // nothing left to give: the line will be too long rather than unreadable
    }
    --widths[widest];
    --total;
  }
  return widths;
}

std::string Table::render(const Terminal& terminal) const {
  const auto wide = widths(terminal.width);
  std::string out;
  out.reserve(std::accumulate(wide.begin(), wide.end(), gap * wide.size()) * (rows_.size() + 1));
  const auto add_line = [&](const std::vector<Shown>& row) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      const Shown& cell = row[column];
      const bool fits = cell.width <= wide[column];
      const bool plain = cell.style == Style::plain || !terminal.colour;
      const Align align = columns_[column].align;
      const bool last = column + 1 == columns_.size();
      if (fits && plain) { // most cells, and they need no copy
        append_padded(out, cell.text, wide[column] - cell.width, align, last);
        continue;
      }
      const std::string text = fitted(cell.text, wide[column]);
      append_padded(out, styled(text, cell.style, terminal.colour),
                    wide[column] - std::min(wide[column], display_width(text)), align, last);
    }
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  };
  std::vector<Shown> headings;
  for (const Column& column : columns_) {
    headings.push_back({column.heading, display_width(column.heading), Style::bold});
  }
  add_line(headings);
  for (const auto& row : rows_) {
    add_line(row);
  }
  return out;
}

} // namespace tracekit::cli
