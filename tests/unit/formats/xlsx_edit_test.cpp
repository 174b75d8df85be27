// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <set>

#include "base/error.hpp"
#include "formats/xlsx/xlsx.hpp"
#include "support/xlsx_builder.hpp"

using namespace tracekit;
using tracekit::test::unzip;
using tracekit::test::XlsxBuilder;

namespace {

constexpr const char* sheet_part = XlsxBuilder::sheet_part;

/// The names of the parts that two packages do not have in common, byte for byte; unchanged ones must also be packed
/// alike.
std::set<std::string> changed_parts(ByteView before, ByteView after) {
  const auto old_parts = unzip(before);
  const auto new_parts = unzip(after);
  const auto old_packed = unzip(before, true);
  const auto new_packed = unzip(after, true);
  REQUIRE(old_parts.size() == new_parts.size());
  std::set<std::string> changed;
  for (const auto& [name, content] : new_parts) {
    REQUIRE(old_parts.contains(name));
    if (content != old_parts.at(name)) {
      changed.insert(name);
    } else {
      CHECK(old_packed.at(name) == new_packed.at(name));
    }
  }
  return changed;
}

Bytes edit(ByteView bytes, const std::vector<CellEdit>& edits, const std::vector<NewRow>& rows = {}) {
  return edit_xlsx(bytes, "", edits, rows);
}

std::string sheet_of(ByteView bytes) { return unzip(bytes).at(sheet_part); }

/// What lies between `<sheetData>` and `</sheetData>`.
std::string rows_of(ByteView bytes) {
  const auto xml = sheet_of(bytes);
  const auto begin = xml.find("<sheetData>") + 11;
  return xml.substr(begin, xml.find("</sheetData>") - begin);
}

Error error_of(ByteView bytes, const std::vector<CellEdit>& edits, const std::vector<NewRow>& rows = {}) {
  try {
    edit(bytes, edits, rows);
  } catch (const Error& error) {
    return error;
  }
  throw std::runtime_error("edited without an error");
}

const std::string header =
    R"(<row r="1" spans="1:3"><c r="A1" s="3" t="s"><v>0</v></c><c r="B1" s="3" t="s"><v>1</v></c><c r="C1" s="3" t="s"><v>2</v></c></row>)";
const std::string second =
    R"(<row r="2" spans="1:3"><c r="A2" s="1"><v>45872.5</v></c><c r="C2" s="4" t="s"><v>3</v></c></row>)";

/// A workbook with most of what people put into one: formulas, styles, a second sheet, comments, a table, merged cells.
XlsxBuilder rich_workbook() {
  XlsxBuilder builder(
      header + second +
          R"(<row r="3" ht="30" customHeight="1"><c r="A3" s="1"><v>45873.5</v></c><c r="B3"><v>2</v></c><c r="C3"><f>B3*2</f><v>4</v></c></row>)",
      R"(<mergeCells count="1"><mergeCell ref="E1:G2"/></mergeCells><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>)"
      R"(<legacyDrawing r:id="rId2"/><tableParts count="1"><tablePart r:id="rId1"/></tableParts>)");
  builder.part("xl/worksheets/_rels/sheet1.xml.rels", XlsxBuilder::rels({{"rId1", "table", "../tables/table1.xml"},
                                                                         {"rId2", "vmlDrawing", "../drawings/vml1.vml"},
                                                                         {"rId3", "comments", "../comments1.xml"}}));
  builder.part(
      "xl/tables/table1.xml",
      R"(<table id="1" name="T" displayName="Rides" ref="A1:C3" totalsRowShown="0"><autoFilter ref="A1:C3"/><tableColumns count="3"/></table>)");
  builder.part("xl/drawings/vml1.vml", "<xml><shape/></xml>");
  builder.part(
      "xl/comments1.xml",
      R"(<comments><commentList><comment ref="A2"><text><t>warm</t></text></comment></commentList></comments>)");
  builder.part(
      "xl/worksheets/sheet2.xml",
      R"(<worksheet><sheetData><row r="1"><c r="A1"><f>SUM(Log!B:B)</f><v>2</v></c></row></sheetData></worksheet>)");
  builder.part("xl/calcChain.xml", R"(<calcChain><c r="C3" i="1"/></calcChain>)");
  builder.part("docProps/app.xml", "<Properties/>");
  builder.part("xl/_rels/workbook.xml.rels", XlsxBuilder::rels({{"rId1", "worksheet", "worksheets/sheet1.xml"},
                                                                {"rId2", "styles", "styles.xml"},
                                                                {"rId3", "sharedStrings", "sharedStrings.xml"},
                                                                {"rId4", "worksheet", "worksheets/sheet2.xml"},
                                                                {"rId5", "calcChain", "calcChain.xml"}}));
  return builder.workbook(
      R"(<sheets><sheet name="Log" sheetId="1" r:id="rId1"/><sheet name="Sums" sheetId="2" r:id="rId4"/></sheets>)"
      R"(<definedNames><definedName name="d">Log!$A$1</definedName></definedNames><calcPr calcId="191029"/><extLst/>)");
}

} // namespace

TEST_CASE("an edit changes the bytes of its cell and nothing else") {
  const auto before = XlsxBuilder(header + second).build();
  const auto after = edit(before, {{2, 2, std::string("Evening <ride> & more")}});
  CHECK(changed_parts(before, after) == std::set<std::string>{sheet_part});
  auto expected = sheet_of(before);
  const std::string old = R"(<c r="C2" s="4" t="s"><v>3</v></c>)";
  expected.replace(expected.find(old), old.size(),
                   R"(<c r="C2" s="4" t="inlineStr"><is><t>Evening &lt;ride&gt; &amp; more</t></is></c>)");
  CHECK(sheet_of(after) == expected);
  CHECK(read_xlsx(after).cell(2, 2).text == "Evening <ride> & more");
}

TEST_CASE("in a workbook with everything only what must change does") {
  const auto before = rich_workbook().build();
  const auto after = edit(before, {{2, 2, std::string("new")}}, {{{{0, DateValue{1'754'300'000}}, {1, 5.5}}}});
  CHECK(changed_parts(before, after) == std::set<std::string>{sheet_part, "xl/tables/table1.xml", "xl/workbook.xml"});
  const auto parts = unzip(after);
  CHECK(
      parts.at("xl/tables/table1.xml") ==
      R"(<table id="1" name="T" displayName="Rides" ref="A1:C4" totalsRowShown="0"><autoFilter ref="A1:C4"/><tableColumns count="3"/></table>)");
  auto workbook = unzip(before).at("xl/workbook.xml");
  workbook.insert(workbook.find("calcId=\"191029\"") + 15, " fullCalcOnLoad=\"1\"");
  CHECK(parts.at("xl/workbook.xml") == workbook);
  const auto table = read_xlsx(after);
  CHECK(table.cell(3, 2).is_formula);
  CHECK(table.cell(4, 1).number == 5.5);
  CHECK(wall_from_serial(table.cell(4, 0).number, false) == 1'754'300'000);
  CHECK(table.cell(4, 0).is_date);
}

TEST_CASE("an edit without effect gives the same bytes") {
  const auto before = rich_workbook().build();
  CHECK(edit(before, {}) == before);
  CHECK(edit(before, {{2, 1, {}}, {77, 3, {}}, {78, 3, std::string()}}) == before);
}

TEST_CASE("the same edit gives the same bytes") {
  const auto before = rich_workbook().build();
  CHECK(edit(before, {{2, 2, 3.25}}) == edit(before, {{2, 2, 3.25}}));
}

TEST_CASE("numbers, dates and durations are written as numbers") {
  const auto before =
      XlsxBuilder(
          R"(<row r="1"><c r="A1"/></row><row r="2"><c r="A2" s="4"><v>1</v></c><c r="B2" s="1"/><c r="C2" s="2"/></row>)")
          .build();
  const auto after = edit(before, {{2, 0, 0.1}, {2, 1, DateValue{1'754'205'300}}, {2, 2, DurationValue{93'600}}});
  CHECK(changed_parts(before, after) == std::set<std::string>{sheet_part});
  CHECK(
      rows_of(after) ==
      R"(<row r="1"><c r="A1"/></row><row r="2"><c r="A2" s="4"><v>0.1</v></c><c r="B2" s="1"><v>45872.302083333336</v></c>)"
      R"(<c r="C2" s="2"><v>1.0833333333333333</v></c></row>)");
}

TEST_CASE("clearing keeps the cell and its style") {
  const auto before = XlsxBuilder(header + second).build();
  const auto after = edit(before, {{2, 0, {}}});
  CHECK(rows_of(after) ==
        header + R"(<row r="2" spans="1:3"><c r="A2" s="1"/><c r="C2" s="4" t="s"><v>3</v></c></row>)");
}

TEST_CASE("texts are written so that they come back the same") {
  const auto before = XlsxBuilder(header + second).build();
  for (const std::string text : {"  padded ", "two\nlines", "tab\tand\rreturn", "_x000D_ literally", "bell \a",
                                 "\U0001F6B4 \u00FC]]>", "\xEF\xBF\xBF", "=1+1", "\"quoted\""}) {
    INFO(text);
    CHECK(read_xlsx(edit(before, {{2, 2, text}})).cell(2, 2).text == text);
  }
  CHECK(read_xlsx(edit(before, {{2, 2, std::string("bad \xFF byte")}})).cell(2, 2).text == "bad \uFFFD byte");
  CHECK(read_xlsx(edit(before, {{2, 2, std::string(32'767, 'x')}})).cell(2, 2).text.size() == 32'767);
  CHECK(std::string(error_of(before, {{2, 2, std::string(32'768, 'x')}}).what()) ==
        "the text for cell C2 is longer than the 32767 characters that a cell can hold");
}

TEST_CASE("new cells stand in order with the style of the cell above") {
  const auto before =
      XlsxBuilder(header + second + R"(<row r="3" spans="1:3"><c r="A3" s="1"/></row><row r="9"/>)").build();
  const auto after = edit(before, {{2, 1, std::string("b")}, {3, 2, 7.0}, {3, 4, 8.0}, {9, 0, 1.0}, {6, 2, 2.0}});
  CHECK(
      rows_of(after) ==
      header +
          R"(<row r="2" spans="1:3"><c r="A2" s="1"><v>45872.5</v></c><c r="B2" t="inlineStr"><is><t>b</t></is></c><c r="C2" s="4" t="s"><v>3</v></c></row>)"
          R"(<row r="3" spans="1:5"><c r="A3" s="1"/><c r="C3" s="4"><v>7</v></c><c r="E3"><v>8</v></c></row>)"
          R"(<row r="6"><c r="C6" s="4"><v>2</v></c></row><row r="9"><c r="A9" s="1"><v>1</v></c></row>)");
  CHECK(sheet_of(after).find("<dimension ref=\"A1:E9\"/>") != std::string::npos);
}

TEST_CASE("a date below a row of totals has the style of the dates above it") {
  const std::string totals = R"(<row r="3"><c r="A3" s="4"><v>1</v></c></row>)";
  const auto before = XlsxBuilder(header + second + totals).build();
  const auto after = edit(before, {}, {{{{0, DateValue{1'754'205'300}}, {1, 5.5}}}});
  CHECK(rows_of(after) ==
        header + second + totals +
            R"(<row r="4"><c r="A4" s="1"><v>45872.302083333336</v></c><c r="B4"><v>5.5</v></c></row>)");
}

TEST_CASE("a cell with no cell above takes the style of its row or column") {
  auto builder = XlsxBuilder("");
  builder.sheet(header + R"(<row r="2" s="4" customFormat="1"/>)",
                R"(<cols><col min="1" max="2" width="9" style="2"/></cols>)", "");
  const auto after = edit(builder.build(), {{2, 0, 1.0}, {3, 0, 2.0}, {3, 1, 3.0}, {3, 2, 4.0}});
  CHECK(rows_of(after) ==
        header + R"(<row r="2" s="4" customFormat="1"><c r="A2" s="4"><v>1</v></c></row>)"
                 R"(<row r="3"><c r="A3" s="4"><v>2</v></c><c r="B3" s="2"><v>3</v></c><c r="C3"><v>4</v></c></row>)");
}

TEST_CASE("a date in a cell of plain numbers gets a style that shows it, once") {
  const auto before = XlsxBuilder(header + second).build();
  const auto after = edit(before, {{2, 2, DateValue{1'754'205'300}},
                                   {3, 2, DateValue{1'754'205'300}},
                                   {4, 1, DurationValue{3600}},
                                   {5, 3, DateValue{1'754'179'200, true}}});
  CHECK(changed_parts(before, after) == std::set<std::string>{sheet_part, "xl/styles.xml"});
  auto styles = unzip(before).at("xl/styles.xml");
  styles.replace(styles.find("<cellXfs count=\"5\">"), 19, "<cellXfs count=\"8\">");
  styles.insert(
      styles.find("</cellXfs>"),
      R"(<xf numFmtId="22" fontId="0" applyNumberFormat="1"/><xf numFmtId="46" fontId="0" applyNumberFormat="1"/><xf numFmtId="14" fontId="0" applyNumberFormat="1"/>)");
  // The first of the three is there already, as style 1.
  styles.erase(styles.rfind(R"(<xf numFmtId="22")"), 52);
  styles.replace(styles.find("<cellXfs count=\"8\">"), 19, "<cellXfs count=\"7\">");
  CHECK(unzip(after).at("xl/styles.xml") == styles);
  const auto table = read_xlsx(after);
  CHECK(table.cell(2, 2).is_date);
  CHECK(table.cell(3, 2).is_date);
  CHECK(table.cell(4, 1).is_duration);
  CHECK(table.cell(5, 3).is_date);
}

TEST_CASE("rows are appended below the last row that holds something") {
  SECTION("behind the last row") {
    const auto after =
        edit(XlsxBuilder(header + second).build(), {}, {{{{2, std::string("x")}, {0, 1.0}}}, {}, {{{1, 2.0}}}});
    CHECK(rows_of(after) ==
          header + second +
              R"(<row r="3"><c r="A3" s="1"><v>1</v></c><c r="C3" s="4" t="inlineStr"><is><t>x</t></is></c></row>)"
              R"(<row r="5"><c r="B5"><v>2</v></c></row>)");
  }
  SECTION("into prepared rows, also those with formulas that show nothing") {
    const std::string prepared = R"(<row r="3"><c r="A3" s="1"/><c r="B3" t="str"><f>""</f><v></v></c></row>)";
    const auto after = edit(XlsxBuilder(header + second + prepared).build(), {}, {{{{0, 1.0}}}});
    CHECK(rows_of(after) ==
          header + second + R"(<row r="3"><c r="A3" s="1"><v>1</v></c><c r="B3" t="str"><f>""</f><v></v></c></row>)");
  }
  SECTION("behind a row of sums") {
    const std::string sums = R"(<row r="3"><c r="B3"><f>SUM(B1:B2)</f></c></row>)";
    CHECK(read_xlsx(edit(XlsxBuilder(header + second + sums).build(), {}, {{{{0, 1.0}}}})).cell(4, 0).number == 1);
  }
  SECTION("past cells with empty shared strings") {
    auto builder =
        XlsxBuilder(header + R"(<row r="2"><c r="A2" t="s"><v>3</v></c></row>)").strings({"Date", "Type", "Notes", ""});
    CHECK(read_xlsx(edit(builder.build(), {}, {{{{0, 1.0}}}})).cell(2, 0).number == 1);
  }
  SECTION("in an empty sheet") {
    CHECK(rows_of(edit(XlsxBuilder("").build(), {}, {{{{0, 1.0}}}})) == R"(<row r="1"><c r="A1"><v>1</v></c></row>)");
    auto builder = XlsxBuilder("");
    builder.part(sheet_part, "<x:worksheet xmlns:x=\"m\"><x:sheetData /></x:worksheet>");
    CHECK(
        sheet_of(edit(builder.build(), {}, {{{{0, std::string("a")}}}})) ==
        R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>)");
  }
  SECTION("not beyond the end of the sheet") {
    const auto full = XlsxBuilder(R"(<row r="1048576"><c r="A1048576"><v>1</v></c></row>)").build();
    CHECK(error_of(full, {}, {{{{0, 1.0}}}}).kind() == ErrorKind::conflict);
  }
}

TEST_CASE("only a table right above takes appended rows in") {
  const auto table_after = [](const std::string& attributes, const NewRow& row) {
    auto builder = rich_workbook();
    builder.part("xl/tables/table1.xml", "<table displayName=\"Rides\" " + attributes + "/>");
    return unzip(edit(builder.build(), {}, {row})).at("xl/tables/table1.xml");
  };
  const NewRow row{{{0, 1.0}}};
  CHECK(table_after("ref=\"A1:C3\"", row) == "<table displayName=\"Rides\" ref=\"A1:C4\"/>");
  CHECK(table_after("ref=\"A1:C2\"", row) == "<table displayName=\"Rides\" ref=\"A1:C2\"/>");
  CHECK(table_after("ref=\"A1:C9\"", row) == "<table displayName=\"Rides\" ref=\"A1:C9\"/>");
  CHECK(table_after("ref=\"H1:J3\"", row) == "<table displayName=\"Rides\" ref=\"H1:J3\"/>");
  auto builder = rich_workbook();
  builder.part("xl/tables/table1.xml", R"(<table displayName="Rides" ref="A1:C3" totalsRowCount="1"/>)");
  CHECK(std::string(error_of(builder.build(), {}, {row}).what()) ==
        "no row can be added below the totals row of the table \"Rides\"");
}

TEST_CASE("cells that are not ours to write are refused by name") {
  const auto rich = rich_workbook().build();
  const auto refusal = [](ByteView bytes, CellEdit one) {
    const auto error = error_of(bytes, {std::move(one)});
    CHECK(error.kind() == ErrorKind::conflict);
    CHECK_FALSE(error.hint().empty());
    return std::string(error.what());
  };
  CHECK(refusal(rich, {3, 2, 1.0}) == "cell C3 holds a formula and is not overwritten");
  CHECK(refusal(rich, {3, 2, {}}) == "cell C3 holds a formula and is not overwritten");
  CHECK(refusal(rich, {2, 5, 1.0}) == "cell F2 is hidden in the merged cells E1:G2 and is not overwritten");
  CHECK(refusal(rich, {1, 1, std::string("Kind")}) ==
        "cell B1 is in the header row of the table \"Rides\" and is not overwritten");
  CHECK(read_xlsx(edit(rich, {{1, 4, std::string("top left")}})).cell(1, 4).text == "top left");
  const auto array =
      XlsxBuilder(
          R"(<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3*2</f><v>2</v></c></row><row r="2"><c r="A2"><v>4</v></c></row>)")
          .build();
  CHECK(refusal(array, {2, 0, 1.0}) == "cell A2 is computed by the formula of A1:A3 and is not overwritten");
  const auto shared =
      XlsxBuilder(
          R"(<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>2</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>)")
          .build();
  CHECK(refusal(shared, {2, 0, 1.0}) == "cell A2 holds a formula and is not overwritten");
  CHECK(rows_of(edit(shared, {{1, 1, 9.0}})).find(R"(<f t="shared" ref="A1:A2" si="0">B1</f>)") != std::string::npos);
}

TEST_CASE("places and values that no sheet can hold are refused") {
  const auto bytes = XlsxBuilder(header).build();
  CHECK(error_of(bytes, {{0, 0, 1.0}}).kind() == ErrorKind::usage);
  CHECK(error_of(bytes, {{1'048'577, 0, 1.0}}).kind() == ErrorKind::usage);
  CHECK(error_of(bytes, {{1, 16'384, 1.0}}).kind() == ErrorKind::usage);
  CHECK(error_of(bytes, {{2, 0, std::numeric_limits<double>::infinity()}}).kind() == ErrorKind::input);
  CHECK(error_of(bytes, {{2, 0, DurationValue{-1}}}).kind() == ErrorKind::input);
  CHECK_THROWS_AS(edit_xlsx(bytes, "Other", {}, {}), Error);
}

TEST_CASE("formulas anywhere ask for a full calculation") {
  const auto workbook_after = [](const std::string& elements) {
    auto builder = rich_workbook();
    builder.workbook(elements);
    return unzip(edit(builder.build(), {{2, 2, 1.0}})).at("xl/workbook.xml");
  };
  const std::string sheets =
      R"(<sheets><sheet name="Log" sheetId="1" r:id="rId1"/><sheet name="Sums" sheetId="2" r:id="rId4"/></sheets>)";
  CHECK(workbook_after(sheets).find(sheets + "<calcPr fullCalcOnLoad=\"1\"/></workbook>") != std::string::npos);
  CHECK(workbook_after(sheets + "<calcPr fullCalcOnLoad='0' calcId=\"1\"/>")
            .find("<calcPr fullCalcOnLoad='1' calcId=\"1\"/>") != std::string::npos);
  CHECK(workbook_after(sheets + "<definedNames/><oleSize/>")
            .find("<definedNames/><calcPr fullCalcOnLoad=\"1\"/><oleSize/>") != std::string::npos);
}

TEST_CASE("text in other encodings than UTF-8 is not edited") {
  auto builder = XlsxBuilder("");
  builder.part(sheet_part, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><worksheet><sheetData/></worksheet>");
  CHECK(std::string(error_of(builder.build(), {{1, 0, 1.0}}).what()) ==
        "part xl/worksheets/sheet1.xml of the workbook cannot be edited: it is not UTF-8");
}

TEST_CASE("rows out of order are not edited") {
  CHECK(error_of(XlsxBuilder(R"(<row r="2"/><row r="1"/>)").build(), {{1, 0, 1.0}}).kind() == ErrorKind::input);
  CHECK(error_of(XlsxBuilder(R"(<row r="1"><c r="B1"/><c r="A1"/></row>)").build(), {{1, 0, 1.0}}).kind() ==
        ErrorKind::input);
}
