// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "base/error.hpp"
#include "formats/csv/csv.hpp"
#include "formats/csv/encoding.hpp"

// The first byte of the input chooses the field that is changed; the rest is the file.

namespace {

using namespace tracekit;

void require(bool truth) {
  if (!truth) {
    std::abort();
  }
}

/// All cells but one are as before.
void require_same(const Table& before, const Table& after, std::uint32_t row, std::uint32_t column) {
  for (const auto& old_row : before.rows) {
    for (const auto& cell : old_row.cells) {
      require((old_row.number == row && cell.column == column) ||
              after.cell(old_row.number, cell.column).text == cell.text);
    }
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) {
    return 0;
  }
  const ByteView bytes(data + 1, size - 1);
  try {
    const auto before = read_csv(bytes);
    if (before.rows.size() < 2) {
      return 0;
    }
    // Not the header: it decides the separator.
    const auto row = before.rows[1 + data[0] % (before.rows.size() - 1)].number;
    const std::uint32_t column = data[0] / 16U;
    const std::string text = " new,\"text\";\t\r\nhere ";
    const auto edited = edit_csv(bytes, std::vector<CellEdit>{{row, column, text}},
                                 std::vector<NewRow>{NewRow{{{1, std::string("last")}}}});
    const auto after = read_csv(edited);
    require(after.cell(row, column).text == text);
    if (csv::detect_encoding(as_text(bytes)) ==
        csv::detect_encoding(as_text(edited))) { // a last odd byte may have gone
      require_same(before, after, row, column);
    }
    require(after.rows.back().number == before.rows.back().number + 1);
    require(after.rows.back().cell(1).text == "last");
  } catch (const Error&) { // the expected answer to damage
  }
  return 0;
}
