// SPDX-License-Identifier: MIT
#include "model/month.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"

using tracekit::Error;
using tracekit::format_date;
using tracekit::Month;

TEST_CASE("a month is read from its text") {
  CHECK(Month::parse("2025-08") == Month{2025, 8});
  CHECK(Month::parse("0999-12").text() == "0999-12");
}

TEST_CASE("what is not a month is refused with an example") {
  for (const char* text :
       {"garbage", "2025-13", "2025-00", "2025-8", "2025-08-01", "", "25-08", "2025/08", " 2025-08", "0000-01"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(Month::parse(text), Error);
  }
  CHECK_THROWS_WITH(Month::parse("2025-13"), "\"2025-13\" is not a month");
}

TEST_CASE("months are counted over the turn of the year") {
  CHECK(Month{2025, 12}.plus(1) == Month{2026, 1});
  CHECK(Month{2025, 1}.plus(-1) == Month{2024, 12});
  CHECK(Month{2025, 3}.plus(-27) == Month{2022, 12});
}

TEST_CASE("a month knows its first and last day") {
  CHECK(format_date(Month{2024, 2}.last_day()) == "2024-02-29");
  CHECK(format_date(Month{2025, 2}.last_day()) == "2025-02-28");
  CHECK(format_date(Month{2025, 12}.first_day()) == "2025-12-01");
  CHECK(format_date(Month{2025, 12}.last_day()) == "2025-12-31");
}

TEST_CASE("months are ordered") {
  CHECK(Month{2025, 8} < Month{2025, 9});
  CHECK(Month{2024, 12} < Month{2025, 1});
}
