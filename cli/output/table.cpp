// SPDX-License-Identifier: MIT
#include "output/table.hpp"

#include <algorithm>
#include <numeric>

namespace tracekit::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 4;

void append_padded(std::string& line, const Table::Cell& cell, std::size_t width, Align align, bool last, bool colour) {
  const std::string text = fitted(cell.text, width);
  const std::string padding(width - std::min(width, display_width(text)), ' ');
  if (align == Align::right) {
    line += padding;
  }
  line += styled(text, cell.style, colour);
  if (align == Align::left && !last) {
    line += padding;
  }
  if (!last) {
    line.append(gap, ' ');
  }
}

} // namespace

void Table::add(std::vector<Cell> cells) {
  for (Cell& cell : cells) {
    cell.text = printable(cell.text);
  }
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths(std::size_t available) const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    std::size_t widest = display_width(columns_[column].heading);
    for (const auto& row : rows_) {
      widest = std::max(widest, display_width(row[column].text));
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
  const auto line = [&](const auto& cell_at) {
    std::string text;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      append_padded(text, cell_at(column), wide[column], columns_[column].align, column + 1 == columns_.size(),
                    terminal.colour);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  };
  line([&](std::size_t column) { return Cell{columns_[column].heading, Style::bold}; });
  for (const auto& row : rows_) {
    line([&](std::size_t column) -> const Cell& { return row[column]; });
  }
  return out;
}

} // namespace tracekit::cli
