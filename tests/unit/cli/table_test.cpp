// SPDX-License-Identifier: MIT
#include "output/table.hpp"

#include <catch2/catch.hpp>

using namespace tracekit::cli;

namespace {

Terminal terminal_of(std::size_t width, bool colour = false) {
  Terminal terminal;
  terminal.width = width;
  terminal.colour = colour;
  return terminal;
}

} // namespace

TEST_CASE("columns are as wide as their widest cell and nothing trails") {
  Table table({{"Name"}, {"Km", Align::right}});
  table.add({{"a"}, {"5"}});
  table.add({{"longer"}, {"100"}});
  CHECK(table.render(terminal_of(80)) == "Name     Km\na         5\nlonger  100\n");
}

TEST_CASE("a table that is too wide narrows its flexible columns, not the others") {
  Table table({{"Start"}, {"Name", Align::left, 4, true}});
  table.add({{"2025-08-03"}, {"A very long name"}});
  CHECK(table.render(terminal_of(20)) == "Start       Name\n2025-08-03  A very …\n");
}

TEST_CASE("wide characters take two columns and combining marks none") {
  CHECK(display_width("Übung") == 5);
  CHECK(display_width("日本") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("🚴") == 2);
}

TEST_CASE("a cut never splits a character") { CHECK(fitted("日本語", 5) == "日本…"); }

TEST_CASE("names cannot steer the terminal") {
  CHECK(printable("a\x1b[2Jb") == "a\uFFFD[2Jb");
  CHECK(printable("two\nlines") == "two lines");
}

TEST_CASE("control characters are replaced and wide ones counted wherever they stand in a long text") {
  const std::string plain(20, '~');
  CHECK(printable(plain) == plain);
  CHECK(display_width(plain) == 20);
  for (std::size_t at = 0; at < plain.size(); ++at) {
    CAPTURE(at);
    const std::string before = plain.substr(0, at);
    const std::string after = plain.substr(at + 1);
    CHECK(printable(before + '\x1f' + after) == before + "\uFFFD" + after);
    CHECK(printable(before + '\x7f' + after) == before + "\uFFFD" + after);
    CHECK(printable(before + " é" + after) == before + " é" + after);
    CHECK(display_width(before + "文" + after) == 21);
  }
}

TEST_CASE("colour is left out where it is not wanted") {
  Table table({{"Name"}});
  table.add({{"x", Style::red}});
  CHECK(table.render(terminal_of(80)).find('\x1b') == std::string::npos);
  CHECK(table.render(terminal_of(80, true)).find("\x1b[31mx\x1b[0m") != std::string::npos);
}
