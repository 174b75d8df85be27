// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdlib>

#include "base/error.hpp"
#include "formats/xlsx/list_tables.hpp"
#include "formats/xlsx/plain_rows.hpp"
#include "formats/xlsx/shared_strings.hpp"
#include "formats/xlsx/sheet_editor.hpp"
#include "formats/xlsx/sheet_reader.hpp"
#include "formats/xlsx/workbook.hpp"
#include "formats/xlsx/xlsx.hpp"

// The first byte of the input says what the rest is: a package, or the text of one of its parts.

namespace {

using namespace tracekit;
using namespace tracekit::xlsx;

void require(bool truth) {
  if (!truth) {
    std::abort();
  }
}

bool same(const Cell& a, const Cell& b) {
  return a.column == b.column && a.kind == b.kind && a.text == b.text && a.is_formula == b.is_formula;
}

bool same(const std::vector<TableRow>& a, const std::vector<TableRow>& b) {
  return std::ranges::equal(a, b, [](const TableRow& x, const TableRow& y) {
    return x.number == y.number &&
           std::ranges::equal(x.cells, y.cells, [](const Cell& c, const Cell& d) { return same(c, d); });
  });
}

void whole_package(ByteView bytes) {
  read_xlsx(bytes);
  const std::vector<CellEdit> edits = {{2, 1, std::string("changed")}, {3, 0, DateValue{1'754'205'300}}};
  const std::vector<NewRow> rows = {NewRow{{{0, 1.5}}}};
  const auto edited = edit_xlsx(bytes, "", edits, rows);
  require(read_xlsx(edited).cell(2, 1).text == "changed");
}

/// What is written is read again, and nothing else changes.
void sheet(std::string_view xml, std::uint8_t choice) {
  const std::vector<std::string> strings = {"a", "", "c"};
  Styles styles("<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>", "styles.xml");
  const SheetContext context{"sheet.xml", strings, styles, false};
  const auto before = read_sheet_rows_with_expat(xml, context);
  require(same(before, read_sheet_rows(xml, context)));
  if (!is_utf8_xml(xml)) {
    return;
  }
  const auto layout = read_layout(xml, "sheet.xml", strings);
  CellChanges changes;
  changes[{1U + choice % 4U, choice / 4U % 4U}] = std::string("changed & <new>");
  changes[{layout.last_held_row + 1 <= max_table_rows ? layout.last_held_row + 1 : 1, 1}] = 2.5;
  const auto edited = edit_sheet(xml, layout, changes, styles, false);
  const Table table{"", false, read_sheet_rows_with_expat(edited, context)};
  std::size_t expected = 0;
  for (const auto& row : before) {
    for (const auto& cell : row.cells) {
      const bool changed = changes.contains({row.number, cell.column});
      expected += changed ? 0U : 1U;
      require(changed || same(cell, table.cell(row.number, cell.column)));
    }
  }
  std::size_t found = 0;
  for (const auto& row : table.rows) {
    found += row.cells.size();
  }
  require(found == expected + changes.size());
  for (const auto& [place, value] : changes) {
    require(table.cell(place.row, place.column).kind != Cell::Kind::empty);
  }
}

void other_part(std::string_view xml, std::uint8_t kind) {
  if (kind == 0) {
    read_shared_strings(xml, "strings.xml");
  } else if (kind == 1) {
    Styles styles(std::string(xml), "styles.xml");
    styles.with_format(0, 22);
    const Styles again(styles.xml(), "styles.xml");
  } else if (kind == 2) {
    const auto changed = with_full_calculation(std::string(xml), "workbook.xml");
    require(with_full_calculation(changed, "workbook.xml") == changed);
  } else {
    const CellRange range{{1, 0}, {9, 3}};
    const auto changed = with_range(std::string(xml), "table.xml", range);
    require(with_range(changed, "table.xml", range) == changed);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  const ByteView rest(data + 2, size - 2);
  try {
    if (data[0] % 8 < 2) {
      whole_package(rest);
    } else if (data[0] % 8 < 6) {
      sheet(as_text(rest), data[1]);
    } else {
      other_part(as_text(rest), data[1] % 4);
    }
  } catch (const Error&) { // the expected answer to damage
  }
  return 0;
}
