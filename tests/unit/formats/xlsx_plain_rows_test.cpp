// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "formats/xlsx/plain_rows.hpp"
#include "formats/xlsx/sheet_reader.hpp"

using namespace tracekit;

namespace {

const std::vector<std::string> strings = {"zero", "one & two"};

xlsx::SheetContext context() {
  static const xlsx::Styles styles;
  return {"sheet.xml", strings, styles, false};
}

std::string sheet(const std::string& rows) {
  return "<?xml version=\"1.0\"?>\n<worksheet><cols/><sheetData>" + rows + "</sheetData><x/></worksheet>";
}

std::string show(const std::vector<TableRow>& rows) {
  std::string out;
  for (const auto& row : rows) {
    for (const auto& cell : row.cells) {
      out += cell_name(row.number, cell.column) + (cell.is_formula ? " = " : " ") +
             std::to_string(static_cast<int>(cell.kind)) + " " + std::to_string(cell.number) + " " + cell.text + "\n";
    }
  }
  return out;
}

} // namespace

TEST_CASE("plain rows are read as expat reads them") {
  for (
      const std::string rows :
      {R"(<row r="1" spans="1:3"><c r="A1" s="1"><v>45000.5</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"/></row>)",
       "\n <row r=\"2\">\n  <c r=\"A2\" t=\"str\"><f>\"a\"&amp;\"b\"</f><v>a&lt;b</v></c>\n </row>\n <row/>\n",
       R"(<row r="3"><c t="inlineStr"><is><t xml:space="preserve"> kept </t></is></c><c t="inlineStr"><is><t> cut </t></is></c></row>)",
       R"(<row r="4"><c r="B4"><f t="shared" si="0"/><v>2</v></c><c><v>3</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>)",
       "<row r=\"5\" x14ac:dyDescent=\"0.25\"><c r=\"A5\" t=\"inlineStr\"><is><t>\xC3\xBC_x000D_</t></is></c></row>",
       R"(<row r="9"/><row r="8"><c r="B8"><v>1</v></c><c r="A8"><v>2</v></c></row>)", ""}) {
    INFO(rows);
    const auto xml = sheet(rows);
    const auto plain = xlsx::read_plain_rows(xml, context());
    REQUIRE(plain);
    CHECK(xml.substr(plain->begin, plain->end - plain->begin) == rows);
    CHECK(show(plain->rows) == show(xlsx::read_sheet_rows_with_expat(xml, context())));
  }
}

TEST_CASE("rows that are not plain are left to expat") {
  const auto reading = [](const std::string& xml) {
    INFO(xml);
    CHECK_FALSE(xlsx::read_plain_rows(xml, context()));
    return show(xlsx::read_sheet_rows(xml, context()));
  };
  const std::string seven = show(xlsx::read_sheet_rows(sheet(R"(<row r="1"><c r="A1"><v>7</v></c></row>)"), context()));
  REQUIRE(seven == "A1 2 7.000000 7\n");
  for (const char* rows :
       {"<!-- note --><row r=\"1\"><c r=\"A1\"><v>7</v></c></row>", "<row r='1'><c r='A1'><v>7</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v><![CDATA[7]]></v></c></row>", "<row r=\"1\"><c r=\"A1\"><v>&#55;</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>7\r\n</v></c></row>", "<row r=\"1\" ><c r=\"A1\"><v>7</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v >7</v></c></row>", "<row r=\"1\"><c r=\"A1\"><v>7</v><extLst/></c></row>",
        "<row r=\"&#49;\"><c r=\"A1\"><v>7</v></c></row>"}) {
    CHECK(reading(sheet(rows)) == seven);
  }
  CHECK(
      reading(
          R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>)") ==
      seven);
  CHECK(
      reading(
          R"(<worksheet><!-- <sheetData><row r="1"><c r="A1"><v>8</v></c></row></sheetData> --><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>)") ==
      seven);
  CHECK(reading(sheet(R"(<row r="1"><c r="A1" t="inlineStr"><is><r><t>rich</t></r></is></c></row>)")) ==
        "A1 1 0.000000 rich\n");
  CHECK(reading("<worksheet><sheetData/></worksheet>").empty());
}

TEST_CASE("rows at another place than their own do not count") {
  CHECK(xlsx::read_sheet_rows(
            R"(<worksheet><other><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></other></worksheet>)",
            context())
            .empty());
}

TEST_CASE("damage in and around plain rows is found") {
  const auto message = [](const std::string& xml) -> std::string {
    try {
      xlsx::read_sheet_rows(xml, context());
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  };
  const std::string row = "\n<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>\n";
  CHECK(message("<worksheet><sheetData>" + row + "</sheetData></wrong>") ==
        "part sheet.xml of the workbook is damaged: mismatched tag in line 3");
  CHECK(message("<worksheet><sheetData>" + row + "</sheetData>").find("no element found in line 3") !=
        std::string::npos);
  CHECK(message(sheet("<row r=\"1\"><c r=\"A1\"><v>7</v></c>")).find("mismatched tag") != std::string::npos);
  CHECK(message(sheet("<row r=\"1\"><c r=\"A1\"><v>\xFF</v></c></row>")).find("not well-formed") != std::string::npos);
  CHECK(message(sheet("<row r=\"1\"><c r=\"A1\"><v>\x01</v></c></row>")).find("not well-formed") != std::string::npos);
  CHECK(message(sheet("<row r=\"1\"><c r=\"A1\"><v>]]></v></c></row>")).find("not well-formed") != std::string::npos);
  CHECK(message(sheet("<row r=\"1\"><c r=\"A1\"><v>&unknown;</v></c></row>")).find("undefined entity") !=
        std::string::npos);
}
