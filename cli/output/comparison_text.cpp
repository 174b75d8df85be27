// SPDX-License-Identifier: MIT
#include "output/comparison_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "output/table.hpp"
#include "output/words.hpp"
#include "providers/provider.hpp"

namespace tracekit::cli {
namespace {

struct CellSign {
  std::string_view mark;
  Style style;
};

CellSign sign_of(sync::CellStatus status) {
  switch (status) {
  case sync::CellStatus::authority:
    return {"= ", Style::green};
  case sync::CellStatus::missing:
    return {"+ ", Style::yellow};
  case sync::CellStatus::differs:
    return {"≠ ", Style::red};
  case sync::CellStatus::same:
  case sync::CellStatus::none:
    break;
  }
  return {"", Style::plain};
}

Table::Cell name_cell(const sync::Cell& cell) {
  const CellSign sign = sign_of(cell.name_status);
  if (!cell.present) {
    return {cell.name_status == sync::CellStatus::missing ? "+" : "", sign.style};
  }
  std::string text(sign.mark);
  text += cell.name.empty() ? "✓" : std::string_view(cell.name);
  if (cell.copies > 1) {
    text += fmt::format(" (×{})", cell.copies);
  }
  return {std::move(text), sign.style};
}

/// Columns of the screen below which showing each provider's equipment leaves nothing readable.
constexpr std::size_t width_for_equipment = 150;

bool any_equipment(const sync::Comparison& comparison, std::size_t column) {
  return std::any_of(comparison.rows.begin(), comparison.rows.end(), [&](const sync::Row& row) {
    return !row.cells[column].equipment.empty() || row.cells[column].equipment_status == sync::CellStatus::differs;
  });
}

} // namespace

std::string comparison_table(const sync::Comparison& comparison, Units units, const Terminal& terminal) {
  std::vector<Table::Column> columns{{"Start", Align::left, 16}, {"Sport", Align::left, 6, true}};
  std::vector<bool> with_equipment;
  for (std::size_t i = 0; i < comparison.providers.size(); ++i) {
    const std::string title = provider_title(comparison.providers[i]);
    columns.push_back({title, Align::left, 8, true});
    with_equipment.push_back(terminal.width >= width_for_equipment && any_equipment(comparison, i));
    if (with_equipment.back()) {
      columns.push_back({"· gear", Align::left, 6, true});
    }
  }
  columns.push_back({"Distance", Align::right});
  columns.push_back({"Time", Align::right});
  Table table(columns);
  for (const sync::Row& row : comparison.rows) {
    std::vector<Table::Cell> cells;
    cells.reserve(columns.size());
    cells.push_back({start_words(row.start_local, row.date_only)});
    cells.push_back({row.sport});
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      cells.push_back(name_cell(row.cells[i]));
      if (with_equipment[i]) {
        const CellSign sign = sign_of(row.cells[i].equipment_status);
        cells.push_back({std::string(sign.mark) + row.cells[i].equipment, sign.style});
      }
    }
    cells.push_back({distance_words(row.distance_m, units)});
    cells.push_back({duration_words(row.duration_s)});
    table.add(std::move(cells));
  }
  std::string text = table.render(terminal);
  text += fmt::format(
      "\n{}   {}   {}   ✓ there, without a name\n", styled("= authority", Style::green, terminal.colour),
      styled("+ missing", Style::yellow, terminal.colour), styled("≠ differs", Style::red, terminal.colour));
  return text;
}

} // namespace tracekit::cli
