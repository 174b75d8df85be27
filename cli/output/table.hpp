// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "output/terminal.hpp"

namespace tracekit::cli {

enum class Align { left, right };

/// A table for people: columns as wide as their content, narrowed to fit the terminal; headings bold, no frames.
class Table {
public:
  struct Column {
    std::string heading;
    Align align = Align::left;
    std::size_t least = 6; ///< columns of the screen below which this one is not narrowed
    bool flexible = false; ///< may be narrowed when the table is too wide
  };
  struct Cell {
    std::string text;
    Style style = Style::plain;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// A row; missing cells at the end are empty.
  void add(std::vector<Cell> cells);
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// The whole table, each line ended.
  [[nodiscard]] std::string render(const Terminal& terminal) const;

private:
  struct Shown {
    std::string text; ///< without control characters
    std::size_t width = 0;
    Style style = Style::plain;
  };

  [[nodiscard]] std::vector<std::size_t> widths(std::size_t available) const;
  std::vector<Column> columns_;
  std::vector<std::vector<Shown>> rows_;
};

} // namespace tracekit::cli
