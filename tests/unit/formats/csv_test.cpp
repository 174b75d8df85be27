// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "formats/csv/csv.hpp"

using namespace tracekit;

namespace {

Table read(std::string_view text) { return read_csv(as_bytes(text)); }

std::string edit(std::string_view text, const std::vector<CellEdit>& edits, const std::vector<NewRow>& rows = {}) {
  const auto out = edit_csv(as_bytes(text), edits, rows);
  return std::string(as_text(out));
}

std::string error_of(std::string_view text) {
  try {
    read(text);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

} // namespace

TEST_CASE("CSV fields keep quotes, separators and line breaks inside quotes") {
  const auto table = read("Date,Notes\r\n2025-08-03,\"He said \"\"go\"\", then\r\nleft\"\r\n\r\n7,\r\n");
  REQUIRE(table.rows.size() == 3);
  CHECK(table.cell(1, 1).text == "Notes");
  CHECK(table.cell(2, 1).text == "He said \"go\", then\r\nleft");
  CHECK(table.row(3) == nullptr);
  CHECK(table.cell(4, 0).kind == Cell::Kind::number);
  CHECK(table.cell(4, 0).number == 7);
  CHECK(table.cell(4, 1).kind == Cell::Kind::empty);
}

TEST_CASE("CSV numbers keep their digits") {
  const auto table = read("id,n\n00123,1.50\n");
  CHECK(table.cell(2, 0).text == "00123");
  CHECK(table.cell(2, 0).number == 123);
  CHECK(table.cell(2, 1).text == "1.50");
  CHECK(read("a,b\nnan,1e999\n").cell(2, 0).kind == Cell::Kind::text);
}

TEST_CASE("every line ending and a missing last one are read") {
  for (const char* text : {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\n1,2",
                           "\xEF\xBB\xBF"
                           "a,b\n1,2"}) {
    const auto table = read(text);
    INFO(text);
    REQUIRE(table.rows.size() == 2);
    CHECK(table.cell(1, 0).text == "a");
    CHECK(table.cell(2, 1).number == 2);
  }
  CHECK(read("").rows.empty());
  CHECK(read("\xEF\xBB\xBF").rows.empty());
  CHECK(read("\n\n").rows.empty());
}

TEST_CASE("the separator is taken from the first line with content") {
  CHECK(read("a;b;\"x,y,z,w\"\n1;2;3\n").cell(2, 2).number == 3);
  CHECK(read("\n\na\tb, c\td\n1\t2\t3\n").cell(4, 2).number == 3);
  CHECK(read("just one column\n1;2\n").cell(2, 0).text == "1;2");
  CHECK(read("5\" pipe;km\n1,2,3,4\n").cell(1, 1).text == "km");       // that quote opens nothing
  CHECK(read("a,b;\"c\n\n,,,\n;;;;\"\n1,2\n").cell(1, 0).text == "a"); // nothing below its shortest reading counts
  const auto told = read("sep=|\r\na|b\r\n");
  CHECK(told.row(1) == nullptr);
  CHECK(told.cell(2, 1).text == "b");
}

TEST_CASE("a decimal comma is understood where the file uses it") {
  const auto table = read("km;h\n10,5;1,25\n3;2.000,5\n");
  CHECK(table.cell(2, 0).number == 10.5);
  CHECK(table.cell(2, 0).text == "10,5");
  CHECK(table.cell(3, 1).kind == Cell::Kind::text);
  CHECK(read("km;h\n10.5;1,5\n2.5;3\n").cell(2, 1).kind == Cell::Kind::text);
  CHECK(read("km,h\n\"10,5\",1\n").cell(2, 0).kind == Cell::Kind::text);
}

TEST_CASE("text that is not UTF-8 is read as Windows-1252") {
  const auto table = read("Name\nM\xFCnchen \x80\n");
  CHECK(table.cell(2, 0).text == "M\u00FCnchen \u20AC");
  CHECK(read("Name\nM\u00FCnchen\n").cell(2, 0).text == "M\u00FCnchen");
}

TEST_CASE("files that are not CSV are refused") {
  CHECK(error_of("a,b\n1,\"open\n2,3\n") == "the CSV file is damaged: the quote that opens in line 2 is never closed");
  CHECK(error_of(std::string_view("a\0b", 3)) == "the file is not CSV: it has zero bytes");
  CHECK(error_of(std::string_view("\xFF\xFE"
                                  "a\0",
                                  4)) == "the CSV file is UTF-16");
  CHECK(error_of(std::string(16'384, ',')).starts_with("the CSV file has more than"));
  CHECK(error_of(std::string(1'048'577, '\n')).starts_with("the CSV file has more than"));
}

TEST_CASE("an edit changes the bytes of its field and nothing else") {
  const std::string text = "\xEF\xBB\xBF"
                           "Date, Notes ,x\r\n\"1\",old,\"\"\"q\"\"\"\r\n\r\n2, b,\n";
  CHECK(edit(text, {}) == text);
  CHECK(edit(text, {{2, 1, std::string("new, with comma")}}) ==
        "\xEF\xBB\xBF"
        "Date, Notes ,x\r\n\"1\",\"new, with comma\",\"\"\"q\"\"\"\r\n\r\n2, b,\n");
  CHECK(edit(text, {{2, 0, 5.25}, {4, 2, std::string("z")}}) ==
        "\xEF\xBB\xBF"
        "Date, Notes ,x\r\n\"5.25\",old,\"\"\"q\"\"\"\r\n\r\n2, b,z\n");
  CHECK(edit(text, {{2, 2, {}}}) == "\xEF\xBB\xBF"
                                    "Date, Notes ,x\r\n\"1\",old,\r\n\r\n2, b,\n");
}

TEST_CASE("short and blank rows grow as far as needed") {
  CHECK(edit("a,b,c,d\n1\n\n", {{2, 2, std::string("x")}, {2, 3, std::string("y")}}) == "a,b,c,d\n1,,x,y\n\n");
  CHECK(edit("a,b,c\n1\n\n", {{3, 1, std::string("x")}}) == "a,b,c\n1\n,x\n");
  CHECK(edit("a,b,c\n1\n\n", {{3, 0, std::string("x")}, {2, 2, {}}}) == "a,b,c\n1\nx\n");
  CHECK(edit("a,", {{1, 1, std::string("b")}, {1, 3, std::string("d")}}) == "a,b,,d");
}

TEST_CASE("written CSV values come back the same") {
  for (const std::string value : {" padded ", "a\nb", "a\rb", "\"", "a;b", "a,b", "\U0001F6B4"}) {
    INFO(value);
    CHECK(read(edit("a;b\n1;2\n", {{2, 1, value}})).cell(2, 1).text == value);
  }
}

TEST_CASE("dates, durations and numbers are written as the file writes them") {
  CHECK(edit("d;t;n\n1;2;3\n", {{2, 0, DateValue{1'754'205'300}}, {2, 1, DurationValue{93'784.4}}, {2, 2, 10.5}}) ==
        "d;t;n\n2025-08-03 07:15:00;26:03:04;10.5\n");
  CHECK(edit("d;n\n1;2,5\n", {{2, 0, DateValue{1'754'205'300, true}}, {2, 1, 10.5}}) == "d;n\n2025-08-03;10,5\n");
  CHECK_THROWS_AS(edit("a\n1\n", {{2, 0, std::numeric_limits<double>::quiet_NaN()}}), Error);
  CHECK_THROWS_AS(edit("a\n1\n", {{2, 0, DurationValue{-1}}}), Error);
}

TEST_CASE("records are appended below the last one that holds something") {
  const NewRow row{{{1, std::string("x")}}};
  CHECK(edit("a,b,c\r\n1,2,3\r\n", {}, {row, row}) == "a,b,c\r\n1,2,3\r\n,x,\r\n,x,\r\n");
  CHECK(edit("a,b,c\n1,2,3", {{2, 2, 4.0}}, {row}) == "a,b,c\n1,2,4\n,x,");
  CHECK(edit("a,b,c\n1,2,3\n,,\n\n", {}, {row}) == "a,b,c\n1,2,3\n,x,\n,,\n\n");
  CHECK(edit("", {}, {row}) == ",x\r\n");
  CHECK(edit("a;b\n", {}, {NewRow{{{3, 1.5}}}}) == "a;b\n;;;1.5\n");
}

TEST_CASE("a file in Windows-1252 stays one") {
  CHECK(edit("Name\nM\xFCnchen\n", {{2, 0, std::string("K\u00F6ln \u20AC")}}) == "Name\nK\xF6ln \x80\n");
  CHECK_THROWS_WITH(
      edit("Name\nM\xFCnchen\n", {{2, 0, std::string("\u6771")}}),
      "the text \"\u6771\" has a character that the encoding of the CSV file (Windows-1252) does not have");
}

TEST_CASE("fields outside the file are refused") {
  CHECK_THROWS_WITH(edit("a\n1\n", {{3, 0, 1.0}}), "the CSV file has no row 3");
  CHECK_THROWS_WITH(edit("sep=;\na;b\n", {{1, 0, 1.0}}), "the CSV file has no row 1");
  CHECK_THROWS_AS(edit("a\n1\n", {{2, 16'384, 1.0}}), Error);
  CHECK_THROWS_AS(edit("a\n1\n", {}, {NewRow{{{16'384, 1.0}}}}), Error);
}
