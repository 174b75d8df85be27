// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "formats/xlsx/cell_writer.hpp"
#include "formats/xlsx/list_tables.hpp"
#include "formats/xlsx/package.hpp"
#include "formats/xlsx/part_xml.hpp"
#include "formats/xlsx/shared_strings.hpp"
#include "formats/xlsx/sheet_editor.hpp"
#include "formats/xlsx/workbook.hpp"
#include "formats/xlsx/xlsx.hpp"

namespace tracekit {
namespace {

using namespace xlsx;

/// The rows that are added, by number; columns as far as something is written.
struct AddedRows {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t first_column = max_table_columns;
  std::uint32_t last_column = 0;
};

void add_change(CellChanges& changes, CellPlace place, const CellValue& value) {
  if (place.row == 0 || place.row > max_table_rows || place.column >= max_table_columns) {
    throw Error(ErrorKind::usage, fmt::format("row {}, column {} is outside what a sheet can hold", place.row,
                                              place.column + std::uint64_t{1}));
  }
  changes[place] = value;
}

AddedRows add_new_rows(CellChanges& changes, const SheetLayout& layout, std::span<const NewRow> rows) {
  AddedRows added;
  added.first = layout.last_held_row + 1;
  added.last = layout.last_held_row;
  for (const auto& row : rows) {
    if (++added.last > max_table_rows) {
      throw Error(ErrorKind::conflict, "the sheet is full: no row can be added below its last one");
    }
    for (const auto& cell : row.cells) {
      if (is_clear(cell.value)) {
        continue;
      }
      add_change(changes, {added.last, cell.column}, cell.value);
      added.first_column = std::min(added.first_column, cell.column);
      added.last_column = std::max(added.last_column, cell.column);
    }
  }
  return added;
}

[[noreturn]] void refuse(CellPlace place, std::string_view why, const char* hint) {
  throw Error(ErrorKind::conflict,
              fmt::format("cell {} {} and is not overwritten", cell_name(place.row, place.column), why), hint);
}

void check_against_formulas(const SheetLayout& layout, const CellChanges& changes) {
  auto row = layout.rows.begin();
  for (const auto& [place, value] : changes) {
    const auto number = place.row;
    row = std::find_if(row, layout.rows.end(), [number](const RowSpan& at) { return at.number >= number; });
    if (row == layout.rows.end()) {
      return;
    }
    const auto cells = layout.cells_of(*row);
    const auto cell = std::ranges::lower_bound(cells, place.column, {}, &CellSpan::column);
    if (row->number == number && cell != cells.end() && cell->column == place.column && cell->has_formula) {
      refuse(place, "holds a formula",
             "replace the formula by its value in a spreadsheet program if it should be written");
    }
  }
}

/// The first range that holds a changed cell. Sheets have few ranges or few changes, so that a plain search will do.
template <typename Range, typename Refuse>
void check_against(const std::vector<Range>& ranges, const CellChanges& changes, Refuse refuse_if_inside) {
  for (const auto& range : ranges) {
    for (auto at = changes.lower_bound(range.first); at != changes.end() && at->first.row <= range.last.row; ++at) {
      if (range.contains(at->first)) {
        refuse_if_inside(range, at->first);
      }
    }
  }
}

void check_against_tables(const std::vector<ListTable>& tables, const CellChanges& changes, const AddedRows& added) {
  for (const auto& table : tables) {
    const auto& range = table.range;
    for (const auto& [place, value] : changes) {
      const bool header = place.row < range.first.row + table.header_rows;
      const bool totals = place.row + table.totals_rows > range.last.row;
      if (range.contains(place) && (header || totals)) {
        refuse(place, fmt::format("is in the {} row of the table \"{}\"", header ? "header" : "totals", table.name),
               "change it in a spreadsheet program, which keeps the table's description in step");
      }
    }
    const bool below = added.last >= added.first && added.first == range.last.row + 1;
    const bool beside = added.last_column < range.first.column || added.first_column > range.last.column;
    if (below && !beside && table.totals_rows > 0) {
      throw Error(ErrorKind::conflict,
                  fmt::format("no row can be added below the totals row of the table \"{}\"", table.name),
                  "switch the table's totals row off");
    }
  }
}

void check(const SheetLayout& layout, const std::vector<ListTable>& tables, const CellChanges& changes,
           const AddedRows& added) {
  check_against_formulas(layout, changes);
  check_against(layout.spilled, changes, [](const CellRange& range, CellPlace place) {
    refuse(place, fmt::format("is computed by the formula of {}", range.to_string()),
           "change the formula in a spreadsheet program");
  });
  check_against(layout.merged, changes, [](const CellRange& range, CellPlace place) {
    if (place != range.first) {
      refuse(place, fmt::format("is hidden in the merged cells {}", range.to_string()),
             "split the merged cells in a spreadsheet program");
    }
  });
  check_against_tables(tables, changes, added);
}

/// Lets a table that ends right above the added rows, or among them, take them in.
void extend_tables(Package& package, const std::vector<ListTable>& tables, const AddedRows& added) {
  for (const auto& table : tables) {
    auto range = table.range;
    const bool touches =
        added.first > range.first.row && added.first <= range.last.row + 1 && added.last > range.last.row;
    if (touches && added.last_column >= range.first.column && added.first_column <= range.last.column) {
      range.last.row = added.last;
      package.replace(table.part, with_range(package.read(table.part), table.part, range));
    }
  }
}

std::string read_editable(const Package& package, const std::string& part) {
  auto xml = package.read(part);
  if (!is_utf8_xml(xml)) {
    throw Error(ErrorKind::input, fmt::format("part {} of the workbook cannot be edited: it is not UTF-8", part),
                "open it in a spreadsheet program and save it again");
  }
  return xml;
}

} // namespace

Bytes edit_xlsx(ByteView bytes, const std::string& sheet_name, std::span<const CellEdit> edits,
                std::span<const NewRow> appended) {
  Package package(bytes);
  const auto workbook = read_workbook(package);
  const auto& sheet = find_sheet(workbook, sheet_name);
  const auto xml = read_editable(package, sheet.part);
  const auto strings = appended.empty() || workbook.strings_part.empty()
                           ? std::vector<std::string>{}
                           : read_shared_strings(package.read(workbook.strings_part), workbook.strings_part);
  const auto layout = read_layout(xml, sheet.part, strings);
  CellChanges changes;
  for (const auto& edit : edits) {
    add_change(changes, {edit.row, edit.column}, edit.value);
  }
  const auto added = add_new_rows(changes, layout, appended);
  const auto tables = read_list_tables(package, sheet.part);
  check(layout, tables, changes, added);

  const auto& styles_part = workbook.styles_part;
  auto styles = styles_part.empty() ? Styles{} : Styles(package.read(styles_part), styles_part);
  auto edited = edit_sheet(xml, layout, changes, styles, workbook.date_1904);
  if (edited == xml) {
    return {bytes.begin(), bytes.end()};
  }
  package.replace(sheet.part, std::move(edited));
  extend_tables(package, tables, added);
  if (styles.changed()) {
    package.replace(styles_part, styles.xml());
  }
  if (layout.has_formulas || has_formulas(package, workbook)) {
    const auto before = package.read(workbook.part);
    if (auto after = with_full_calculation(before, workbook.part); after != before) {
      package.replace(workbook.part, std::move(after));
    }
  }
  return package.finish();
}

} // namespace tracekit
