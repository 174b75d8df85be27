// SPDX-License-Identifier: MIT
#include "output/words.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;
using namespace tracekit::cli;

TEST_CASE("a sparkline spans from the lowest to the highest value") {
  CHECK(sparkline({0.0, 50.0, 100.0}) == "▁▅█");
  CHECK(sparkline({1.0, std::nullopt, 1.0}) == "▁ ▁");
  CHECK(sparkline({}).empty());
}

TEST_CASE("distances are shown in the person's units and left out when unknown") {
  CHECK(distance_words(42195.0, Units::metric) == "42.20 km");
  CHECK(distance_words(1609.344, Units::imperial) == "1.00 mi");
  CHECK(distance_words(std::nullopt, Units::metric).empty());
}

TEST_CASE("a record that knows only its date shows no time of day") {
  Record record;
  record.start_local = wall_midnight(*parse_date("2025-08-03"));
  record.date_only = true;
  CHECK(start_words(record, TimeZone("UTC")) == "2025-08-03");
}

TEST_CASE("sums of many workouts are told with as many digits as they deserve") {
  CHECK(mileage_words(0, Units::metric) == "0.0 km");
  CHECK(mileage_words(42'195, Units::metric) == "42.2 km");
  CHECK(mileage_words(99'960, Units::metric) == "100 km");
  CHECK(mileage_words(14'820'400, Units::metric) == "14,820 km");
  CHECK(mileage_words(1'609'344, Units::imperial) == "1,000 mi");
  CHECK(hours_words(9'000) == "2.5 h");
  CHECK(with_thousands(1'234'567) == "1,234,567");
}
