// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <catch2/catch.hpp>
#include <clocale>
#include <limits>
#include <string>
#include <vector>

using namespace tracekit;

TEST_CASE("trimming removes ASCII white space at both ends only") {
  CHECK(trim("  a b\t\r\n") == "a b");
  CHECK(trim("\v\f x") == "x");
  CHECK(trim("").empty());
  CHECK(trim(" \t\n").empty());
  CHECK(trim("\xC2\xA0x") == "\xC2\xA0x"); // a no-break space is a character of the name
}

TEST_CASE("lower case and comparing touch ASCII letters only") {
  CHECK(to_lower("Morning RIDE \xC3\x84") == "morning ride \xC3\x84");
  CHECK(equals_ignoring_case("FIT", "fit"));
  CHECK_FALSE(equals_ignoring_case("fit", "fits"));
  CHECK_FALSE(equals_ignoring_case("[", "{")); // 32 apart, but no letters
}

TEST_CASE("endings are compared whatever their case") {
  CHECK(ends_with_ignoring_case("RIDE.FIT.GZ", ".fit.gz"));
  CHECK(ends_with_ignoring_case(".fit", ".fit"));
  CHECK_FALSE(ends_with_ignoring_case("fit", ".fit"));
  CHECK_FALSE(ends_with_ignoring_case("x.fit.gz.gpx", ".fit.gz"));
}

TEST_CASE("splitting keeps empty parts") {
  CHECK(split("a,b", ',') == std::vector<std::string>{"a", "b"});
  CHECK(split(",a,", ',') == std::vector<std::string>{"", "a", ""});
  CHECK(split("", ',') == std::vector<std::string>{""});
}

TEST_CASE("text that is UTF-8 stays as it is") {
  const std::string text = "Gr\xC3\xBC\xC3\x9F Gott \xE2\x98\x83 \xF0\x9F\x9A\xB4";
  CHECK(to_valid_utf8(text) == text);
  CHECK(to_valid_utf8("").empty());
  CHECK(to_valid_utf8("\xF4\x8F\xBF\xBF") == "\xF4\x8F\xBF\xBF"); // the last code point
}

TEST_CASE("bytes that are not UTF-8 become replacement characters") {
  const std::string mark = "\xEF\xBF\xBD";
  CHECK(to_valid_utf8("caf\xE9") == "caf" + mark);
  CHECK(to_valid_utf8("\xC0\xAF") == mark + mark);            // overlong slash
  CHECK(to_valid_utf8("\xED\xA0\x80") == mark + mark + mark); // surrogate
  CHECK(to_valid_utf8("\xF4\x90\x80\x80").starts_with(mark)); // beyond the last code point
  CHECK(to_valid_utf8("\xE2\x98") == mark + mark);            // cut off
  CHECK(to_valid_utf8("\x80"
                      "a") == mark + "a");
}

TEST_CASE("numbers are read whole, with a point, blanks around them and a plus") {
  CHECK(parse_double(" +12.5 ") == 12.5);
  CHECK(parse_double("-0.25") == -0.25);
  CHECK(parse_double("1e3") == 1000.0);
  CHECK(parse_integer("\t42\n") == 42);
  CHECK(parse_integer("-7") == -7);
  CHECK(parse_integer("9223372036854775807") == std::numeric_limits<long long>::max());
}

TEST_CASE("what is not wholly a number is no number") {
  for (const char* text :
       {"", " ", "+", "-", "+-1", "--1", "ten", "10,5", "1 2", "12km", "0x10", "nan", "inf", "1e999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_double(text));
    CHECK_FALSE(parse_integer(text));
  }
  CHECK_FALSE(parse_integer("1.0"));
  CHECK_FALSE(parse_integer("9223372036854775808"));
}

TEST_CASE("numbers are read alike in every locale") {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* locale : {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"}) {
    if (std::setlocale(LC_ALL, locale) != nullptr) {
      CHECK(parse_double("1.5") == 1.5);
      CHECK_FALSE(parse_double("1,5"));
    }
  }
  std::setlocale(LC_ALL, before.c_str());
}
