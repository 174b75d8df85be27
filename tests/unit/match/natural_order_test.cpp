// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "match/natural_order.hpp"

using tracekit::match::natural_less;

TEST_CASE("numbers within texts are compared as numbers") {
  CHECK(natural_less("9", "10"));
  CHECK(natural_less("row 9", "row 10"));
  CHECK(natural_less("2024-1-31", "2024-02-01"));
  CHECK_FALSE(natural_less("row 10", "row 9"));
}

TEST_CASE("texts that differ only in leading zeros still have an order") {
  CHECK(natural_less("007", "7") != natural_less("7", "007"));
  CHECK_FALSE(natural_less("7", "7"));
}

TEST_CASE("what is the beginning of another stands before it") {
  CHECK(natural_less("", "1"));
  CHECK(natural_less("ride", "ride 1"));
  CHECK_FALSE(natural_less("ride 1", "ride"));
}
