// SPDX-License-Identifier: MIT
#include "formats/xlsx/package.hpp"
#include "formats/xlsx/shared_strings.hpp"
#include "formats/xlsx/sheet_reader.hpp"
#include "formats/xlsx/workbook.hpp"
#include "formats/xlsx/xlsx.hpp"

namespace tracekit {

Table read_xlsx(ByteView bytes, const std::string& sheet_name) {
  const xlsx::Package package(bytes);
  const auto workbook = xlsx::read_workbook(package);
  const auto& sheet = xlsx::find_sheet(workbook, sheet_name);
  const auto& strings_part = workbook.strings_part;
  const auto& styles_part = workbook.styles_part;
  const auto strings = strings_part.empty() ? std::vector<std::string>{}
                                            : xlsx::read_shared_strings(package.read(strings_part), strings_part);
  const auto styles = styles_part.empty() ? xlsx::Styles{} : xlsx::Styles(package.read(styles_part), styles_part);
  const xlsx::SheetContext context{sheet.part, strings, styles, workbook.date_1904};
  return {sheet.name, workbook.date_1904, xlsx::read_sheet_rows(package.read(sheet.part), context)};
}

} // namespace tracekit
