// SPDX-License-Identifier: MIT
#include "model/record_field.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"

using namespace tracekit;

TEST_CASE("a field is read and set as text by its portable name") {
  Record record;
  for (const auto& [field, text] : {std::pair("name", "Sunset loop"), std::pair("equipment", "Blue bike"),
                                    std::pair("distance_m", "12345.5"), std::pair("avg_hr", "141")}) {
    CHECK(field_text(record, field).empty());
    set_field(record, field, text);
    CHECK(field_text(record, field) == text);
  }
  CHECK(record.totals.distance_m == 12345.5);
}

TEST_CASE("an empty text makes a number absent") {
  Record record;
  record.totals.timer_s = 60;
  set_field(record, "timer_s", " ");
  CHECK_FALSE(record.totals.timer_s.has_value());
}

TEST_CASE("what is no number is refused and changes nothing") {
  Record record;
  record.totals.timer_s = 60;
  CHECK_THROWS_WITH(set_field(record, "timer_s", "an hour"), "\"an hour\" is not a number for timer_s");
  CHECK(record.totals.timer_s == 60.0);
}

TEST_CASE("what is not such a field is refused") {
  Record record;
  CHECK_THROWS_AS(field_text(record, "start"), Error);
  CHECK_THROWS_AS(set_field(record, "start", "now"), Error);
  CHECK_FALSE(is_number_field("name"));
  CHECK_FALSE(is_number_field("start"));
  CHECK(is_number_field("max_power"));
}

TEST_CASE("values are compared as what they are") {
  CHECK(same_field_value("distance_m", "12000", "12000.001"));
  CHECK_FALSE(same_field_value("distance_m", "12000", "12001"));
  CHECK_FALSE(same_field_value("distance_m", "12000", ""));
  CHECK(same_field_value("distance_m", "", " "));
  CHECK(same_field_value("name", "1.0 ", " 1.0"));
  CHECK_FALSE(same_field_value("name", "1", "1.0")); // a name is no number
}
