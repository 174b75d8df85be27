// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "output/paragraph.hpp"

using namespace tracekit::cli;

TEST_CASE("text is broken between words, and all but the first line are indented") {
  CHECK(wrapped("one two three", 80, 2) == "one two three");
  CHECK(wrapped("one two three", 9, 2) == "one two\n  three");
  CHECK(wrapped("one two three", 9, 2, 6) == "one\n  two\n  three");
}

TEST_CASE("words that are too long stay whole, and wide characters count twice") {
  CHECK(wrapped("chmod 600 /a/very/long/path", 10, 0) == "chmod 600\n/a/very/long/path");
  CHECK(wrapped("漢字 漢字", 8, 0) == "漢字\n漢字");
}
