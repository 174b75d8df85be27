// SPDX-License-Identifier: MIT
#include "base/moment.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;

TEST_CASE("a moment of today is told by the clock on the wall, any other with its day") {
  constexpr EpochSeconds noon = 1754222400; // 2025-08-03T12:00:00Z
  const TimeZone home("Europe/Berlin");
  CHECK(moment_words(noon + 900, noon, home) == "14:15");
  CHECK(moment_words(noon + 12 * 3600, noon, home) == "2025-08-04 02:00");
  CHECK(moment_words(noon - 86400, noon, home) == "2025-08-02 14:00");
  CHECK(moment_words(noon + 11 * 3600, noon, TimeZone("America/New_York")) == "19:00");
}
