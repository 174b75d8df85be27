// SPDX-License-Identifier: MIT
#include "base/utf8.hpp"

#include <catch2/catch.hpp>

using tracekit::append_utf8;

TEST_CASE("characters take one to four bytes, at both ends of each length") {
  std::string text = ">";
  for (const std::uint32_t code_point : {0x01U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xFFFDU, 0x10000U, 0x10FFFFU}) {
    append_utf8(text, code_point);
  }
  CHECK(text == ">\x01\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBD\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
}
