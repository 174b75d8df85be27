// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "formats/xlsx/package.hpp"
#include "formats/xlsx/styles.hpp"
#include "formats/xlsx/xlsx.hpp"
#include "support/xlsx_builder.hpp"

using namespace tracekit;
using tracekit::test::XlsxBuilder;
using tracekit::test::zip_of;

namespace {

const Cell& only_cell(const Table& table) {
  REQUIRE(table.rows.size() == 1);
  REQUIRE(table.rows[0].cells.size() == 1);
  return table.rows[0].cells[0];
}

/// The one cell of a sheet that holds just this.
Cell read_cell(const std::string& xml) {
  return only_cell(read_xlsx(XlsxBuilder("<row r=\"1\">" + xml + "</row>").build()));
}

Error error_of(ByteView bytes, const std::string& sheet = {}) {
  try {
    read_xlsx(bytes, sheet);
  } catch (const Error& error) {
    return error;
  }
  throw std::runtime_error("read without an error");
}

} // namespace

TEST_CASE("a workbook's first visible sheet is read with its row numbers") {
  const auto table = read_xlsx(
      XlsxBuilder(
          R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>2</v></c></row>)"
          R"(<row r="2"/><row r="5"><c r="A5" s="1"><v>45872.302083333336</v></c><c r="B5" s="4"/><c r="C5" t="s"><v>3</v></c></row>)")
          .build());
  CHECK(table.sheet == "Log");
  CHECK_FALSE(table.date_1904);
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[1].number == 5);
  CHECK(table.cell(1, 0).text == "Date");
  CHECK(table.cell(1, 1).kind == Cell::Kind::empty);
  CHECK(table.cell(1, 2).text == "Notes");
  CHECK(table.row(2) == nullptr);
  CHECK(table.cell(5, 0).is_date);
  CHECK(table.cell(5, 0).number == 45872.302083333336);
  CHECK(table.cell(5, 0).text == "45872.302083333336");
  CHECK(table.cell(5, 2).text == "Morning ride");
  CHECK(table.cell(99, 2).kind == Cell::Kind::empty);
}

TEST_CASE("cells without references follow one another") {
  const auto table = read_xlsx(
      XlsxBuilder("<row><c><v>1</v></c><c><v>2</v></c></row><row><c r=\"D2\"><v>3</v></c><c><v>4</v></c></row>")
          .build());
  CHECK(table.cell(1, 1).number == 2);
  CHECK(table.cell(2, 3).number == 3);
  CHECK(table.cell(2, 4).number == 4);
}

TEST_CASE("every kind of cell value is understood") {
  CHECK(read_cell(R"(<c r="A1"><v>12.50</v></c>)").text == "12.50");
  CHECK(read_cell(R"(<c r="A1"><v>1E+2</v></c>)").number == 100);
  CHECK(read_cell(R"(<c r="A1" t="b"><v>1</v></c>)").kind == Cell::Kind::boolean);
  CHECK(read_cell(R"(<c r="A1" t="b"><v>1</v></c>)").text == "TRUE");
  CHECK(read_cell(R"(<c r="A1" t="e"><v>#DIV/0!</v></c>)").kind == Cell::Kind::error);
  CHECK(read_cell(R"(<c r="A1" t="inlineStr"><is><t>a &amp; b</t></is></c>)").text == "a & b");
  CHECK(read_cell(R"(<c r="A1" t="d"><v>2025-08-03T12:00:00</v></c>)").number == 45872.5);
  CHECK(read_cell(R"(<c r="A1" t="d"><v>2025-08-03T12:00:00</v></c>)").is_date);
  CHECK(read_cell(R"(<c r="A1" t="d"><v>1066-10-14T12:00:00</v></c>)").kind == Cell::Kind::text);
  CHECK(read_cell(R"(<c r="A1"><v>seven</v></c>)").kind == Cell::Kind::text);
}

TEST_CASE("formulas give their saved result and say that they are formulas") {
  const auto number = read_cell(R"(<c r="A1"><f>B1*2</f><v>84</v></c>)");
  CHECK(number.is_formula);
  CHECK(number.number == 84);
  const auto text = read_cell(R"(<c r="A1" t="str"><f>"x"&amp;1</f><v>x1</v></c>)");
  CHECK(text.is_formula);
  CHECK(text.text == "x1");
  const auto unknown = read_cell(R"(<c r="A1"><f>B1*2</f></c>)");
  CHECK(unknown.is_formula);
  CHECK(unknown.kind == Cell::Kind::empty);
}

TEST_CASE("strings keep rich text, spaces and escapes and drop phonetic guides") {
  const auto cell = [](const std::string& item) {
    return only_cell(read_xlsx(XlsxBuilder(R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)").strings({item}).build()))
        .text;
  };
  CHECK(
      cell(
          R"(<r><t>Two </t></r><r><rPr><b/></rPr><t xml:space="preserve"> words </t></r><rPh sb="0" eb="1"><t>guide</t></rPh>)") ==
      "Two words ");
  CHECK(cell("<t>  trimmed </t>") == "trimmed");
  CHECK(cell("<t xml:space=\"preserve\">  kept </t>") == "  kept ");
  CHECK(cell("line_x000D_\nnext") == "line\r\nnext");
  CHECK(cell("_x005F_x000D_") == "_x000D_");
  CHECK(cell("_xD83D__xDEB4_ and _xZZZZ_ and _xD83D_") == "\U0001F6B4 and _xZZZZ_ and \uFFFD");
}

TEST_CASE("number formats tell dates and durations from numbers") {
  using xlsx::NumberFormat;
  for (const std::uint32_t id : {14U, 18U, 22U, 45U, 47U}) {
    CHECK(xlsx::builtin_format(id) == NumberFormat::date);
  }
  CHECK(xlsx::builtin_format(46) == NumberFormat::duration);
  for (const std::uint32_t id : {0U, 1U, 4U, 10U, 13U, 23U, 37U, 44U, 48U, 49U, 164U}) {
    CHECK(xlsx::builtin_format(id) == NumberFormat::plain);
  }
  for (const char* code : {"yyyy\\-mm\\-dd", "d.m.yy", "[$-409]m/d/yy h:mm AM/PM;@", "mm:ss.0", "\"on \"dddd",
                           "[Red]hh:mm", "YYYY/MM/DD"}) {
    INFO(code);
    CHECK(xlsx::format_of_code(code) == NumberFormat::date);
  }
  for (const char* code : {"[h]:mm:ss", "[hh]:mm", "[mm]:ss", "[s]", "[H]:MM:SS;@", "[Blue][h]:mm"}) {
    INFO(code);
    CHECK(xlsx::format_of_code(code) == NumberFormat::duration);
  }
  for (const char* code : {"General", "0.00", "#,##0 \"days\"", "0\\d", "0.0_m", "* #,##0.00", "[$\u20AC-2]\\ #,##0",
                           "[Red]0", "[>100]0", "@", "0.00E+00", "[unclosed", "\"open", "\\"}) {
    INFO(code);
    CHECK(xlsx::format_of_code(code) == NumberFormat::plain);
  }
}

TEST_CASE("a duration is a date cell that says so") {
  const auto cell = read_cell(R"(<c r="A1" s="2"><v>1.0833333333333333</v></c>)");
  CHECK(cell.is_date);
  CHECK(cell.is_duration);
  CHECK_FALSE(read_cell(R"(<c r="A1" s="4"><v>1.5</v></c>)").is_date);
  CHECK_FALSE(read_cell(R"(<c r="A1" s="99"><v>1.5</v></c>)").is_date);
}

TEST_CASE("serial days follow both date systems and the leap year that never was") {
  const auto day = [](int year, unsigned month, unsigned date) {
    return wall_midnight(Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}});
  };
  CHECK(wall_from_serial(0.25, false) == day(1899, 12, 31) + 6 * 3600);
  CHECK(wall_from_serial(1, false) == day(1900, 1, 1));
  CHECK(wall_from_serial(59, false) == day(1900, 2, 28));
  CHECK(wall_from_serial(60, false) == std::nullopt);
  CHECK(wall_from_serial(60.5, false) == std::nullopt);
  CHECK(wall_from_serial(61, false) == day(1900, 3, 1));
  CHECK(wall_from_serial(45872.302083333336, false) == day(2025, 8, 3) + 7 * 3600 + 15 * 60);
  CHECK(wall_from_serial(44410, true) == day(2025, 8, 3));
  CHECK(wall_from_serial(0, true) == day(1904, 1, 1));
  CHECK(wall_from_serial(2958465, false) == day(9999, 12, 31));
  CHECK(wall_from_serial(2958466, false) == std::nullopt);
  CHECK(wall_from_serial(-1, false) == std::nullopt);
  CHECK(wall_from_serial(std::numeric_limits<double>::quiet_NaN(), false) == std::nullopt);
  for (const auto wall_s :
       {day(1900, 1, 1), day(1900, 2, 28), day(1900, 3, 1), day(2025, 8, 3) + 7 * 3600 + 15 * 60 + 7}) {
    CHECK(wall_from_serial(serial_from_wall(wall_s, false), false) == wall_s);
  }
  CHECK(serial_from_wall(day(2025, 8, 3), true) == 44410);
  CHECK_THROWS_AS(serial_from_wall(day(1899, 12, 30), false), Error);
}

TEST_CASE("a workbook of the 1904 system says so") {
  const auto bytes =
      XlsxBuilder(R"(<row r="1"><c r="A1" s="1"><v>44410</v></c></row>)")
          .workbook(R"(<workbookPr date1904="1"/><sheets><sheet name="Log" sheetId="1" r:id="rId1"/></sheets>)")
          .build();
  CHECK(read_xlsx(bytes).date_1904);
}

TEST_CASE("sheets are found by name, hidden ones only by name") {
  auto builder = XlsxBuilder(R"(<row r="1"><c r="A1"><v>1</v></c></row>)");
  builder.workbook(
      R"(<sheets><sheet name="Old" sheetId="2" state="hidden" r:id="rId9"/><sheet name="Log &amp; more" sheetId="1" r:id="rId1"/></sheets>)");
  builder.part("xl/_rels/workbook.xml.rels", XlsxBuilder::rels({{"rId1", "worksheet", "worksheets/sheet1.xml"},
                                                                {"rId9", "worksheet", "worksheets/sheet9.xml"}}));
  builder.part("xl/worksheets/sheet9.xml",
               "<worksheet><sheetData><row r=\"3\"><c r=\"A3\"><v>9</v></c></row></sheetData></worksheet>");
  const auto bytes = builder.build();
  CHECK(read_xlsx(bytes).sheet == "Log & more");
  CHECK(read_xlsx(bytes, "Old").cell(3, 0).number == 9);
  CHECK(read_xlsx(bytes, "old").sheet == "Old");
  const auto error = error_of(bytes, "Rides");
  CHECK(error.kind() == ErrorKind::not_found);
  CHECK(std::string(error.what()) == "the workbook has no sheet \"Rides\"");
  CHECK(error.hint() == "its sheets are \"Old\", \"Log & more\"");
}

TEST_CASE("names of elements may have a prefix") {
  auto builder = XlsxBuilder("");
  builder.part(
      XlsxBuilder::sheet_part,
      R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>yes</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>)");
  CHECK(read_xlsx(builder.build()).cell(1, 0).text == "yes");
}

TEST_CASE("files that are not workbooks are refused by what they are") {
  const Bytes ole = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0};
  CHECK(std::string(error_of(ole).what()) == "the file is an old or password-protected .xls");
  CHECK(std::string(error_of(as_bytes("Date,Type")).what()) == "the file is not an Excel workbook (not a zip archive)");
  CHECK(std::string(error_of({}).what()) == "the file is not an Excel workbook (not a zip archive)");
  CHECK(std::string(error_of(zip_of({{"ride.gpx", "<gpx/>"}})).what()) ==
        "the file is a zip archive but not an Excel workbook");
  CHECK(std::string(error_of(zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})).what()) ==
        "the file is an OpenDocument spreadsheet (.ods), not an Excel workbook");
  const auto word = zip_of({{"_rels/.rels", XlsxBuilder::rels({{"rId1", "officeDocument", "word/document.xml"}})},
                            {"word/document.xml", "<document/>"}});
  CHECK(std::string(error_of(word).what()) == "the file is a zip archive but not an Excel workbook");
  const auto binary = zip_of(
      {{"_rels/.rels", XlsxBuilder::rels({{"rId1", "officeDocument", "xl/workbook.bin"}})}, {"xl/workbook.bin", "x"}});
  CHECK(std::string(error_of(binary).what()) == "the file is a binary Excel workbook (.xlsb)");
  const auto whole = XlsxBuilder("").build();
  CHECK(std::string(error_of(ByteView(whole).first(whole.size() / 2)).what()).starts_with("the workbook is damaged: "));
}

TEST_CASE("damaged parts are named with the line") {
  auto builder = XlsxBuilder("");
  builder.part(XlsxBuilder::sheet_part, "<worksheet>\n<sheetData>\n<row r=\"1\"></c></row></sheetData></worksheet>");
  CHECK(std::string(error_of(builder.build()).what()) ==
        "part xl/worksheets/sheet1.xml of the workbook is damaged: mismatched tag in line 3");
  builder.without(XlsxBuilder::sheet_part);
  CHECK(std::string(error_of(builder.build()).what()) ==
        "the workbook is damaged: its part xl/worksheets/sheet1.xml is missing");
  const auto strings = XlsxBuilder(R"(<row r="7"><c r="B7" t="s"><v>4</v></c></row>)").build();
  CHECK(std::string(error_of(strings).what()) ==
        "part xl/worksheets/sheet1.xml of the workbook is damaged: cell B7 names a shared string that is not there");
}

TEST_CASE("rows and columns that no sheet has are refused") {
  for (const char* rows : {R"(<row r="1048577"/>)", R"(<row r="0"/>)", R"(<row r="-1"/>)", R"(<row r="4294967296"/>)",
                           R"(<row r="1"><c r="XFE1"/></row>)", R"(<row r="1"><c r="1A"/></row>)",
                           R"(<row r="1"><c r="AAAAAAAAA1"/></row>)", R"(<row r="1"><c r="XFD1"/><c/></row>)",
                           R"(<row r="1048576"/><row/>)"}) {
    INFO(rows);
    CHECK(error_of(XlsxBuilder(rows).build()).kind() == ErrorKind::input);
  }
  const auto corner = read_xlsx(XlsxBuilder(R"(<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>)").build());
  CHECK(corner.cell(1'048'576, 16'383).number == 1);
  CHECK(corner.rows.size() == 1);
}

TEST_CASE("document type declarations are refused") {
  auto builder = XlsxBuilder("");
  builder.part(XlsxBuilder::sheet_part, "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet><sheetData/></worksheet>");
  CHECK(std::string(error_of(builder.build()).what()).find("document type declaration") != std::string::npos);
}

TEST_CASE("a part that unpacks to more than the limit is refused while it unpacks") {
  const auto bytes = zip_of({{"bomb.xml", std::string(3'000'000, ' ')}});
  REQUIRE(bytes.size() < 10'000);
  CHECK(xlsx::Package(bytes, 3'000'000).read("bomb.xml").size() == 3'000'000);
  CHECK_THROWS_WITH(xlsx::Package(bytes, 2'999'999).read("bomb.xml"),
                    "part bomb.xml of the workbook unpacks to more than 2999999 bytes");
}

TEST_CASE("a claimed size allocates nothing") {
  auto bytes = zip_of({{"part.xml", "<a>some text that is stored or packed</a>"}});
  const std::string before = tracekit::test::unzip(bytes).at("part.xml");
  REQUIRE(xlsx::Package(bytes).read("part.xml") == before);
  const auto directory = as_text(bytes).find("PK\x01\x02");
  REQUIRE(directory != std::string_view::npos);
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[directory + 24 + i] = 0xEE; // uncompressed size
  }
  CHECK_THROWS_AS(xlsx::Package(bytes).read("part.xml"), Error);
}
