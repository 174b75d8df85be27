// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "model/evidence.hpp"

using namespace tracekit;

namespace {

std::string words(Finding finding, double value, double bits = 1, const std::string& detail = {}) {
  return words_of({finding, bits, value, detail});
}

} // namespace

TEST_CASE("every finding keeps its name") {
  for (int i = 0; i <= static_cast<int>(Finding::around); ++i) {
    const auto finding = static_cast<Finding>(i);
    CHECK(finding_of(to_string(finding)) == finding);
    CHECK_FALSE(feature_of(finding).empty());
    CHECK_FALSE(words_of({finding, 1, 0, {}}).empty());
  }
  CHECK_FALSE(finding_of("moon phase"));
}

TEST_CASE("spans of time are told in the unit that people would use") {
  CHECK(words(Finding::start, 0.4) == "start at the same second");
  CHECK(words(Finding::start, 12) == "start 12 s apart");
  CHECK(words(Finding::start, 119) == "start 119 s apart");
  CHECK(words(Finding::start, 150) == "start 2 min 30 s apart");
  CHECK(words(Finding::end, 900) == "end 15 min apart");
  CHECK(words(Finding::apart, 7200) == "start 2 h apart");
  CHECK(words(Finding::apart, 9000) == "start 2.5 h apart");
  CHECK(words(Finding::apart, 5.0 * 86400) == "start 5 days apart");
  CHECK(words(Finding::shift, 20700) == "exactly 5:45 h apart, as a wrong time zone makes it");
  CHECK(words(Finding::shift, 14540) == "about 4:00 h apart, as a wrong time zone makes it");
  CHECK(words(Finding::overlap, 0.876) == "88 % of the time in common");
}

TEST_CASE("differences are told as shares") {
  CHECK(words(Finding::distance, 0.0004) == "same distance");
  CHECK(words(Finding::distance, 0.004) == "distance 0.4 % apart");
  CHECK(words(Finding::distance, 0.0994) == "distance 9.9 % apart");
  CHECK(words(Finding::duration, 0.0996) == "duration 10 % apart");
}

TEST_CASE("sports, dates and places are told in words") {
  CHECK(words(Finding::sport, 0) == "same sport");
  CHECK(words(Finding::sport, 0, 0) == "kindred sports");
  CHECK(words(Finding::sport, 2, 0) == "sport not told by both");
  CHECK(words(Finding::sport, 1, -6, "cycling and running") == "different sports: cycling and running");
  CHECK(words(Finding::date, 0) == "same date");
  CHECK(words(Finding::date, 1, -1) == "one day apart");
  CHECK(words(Finding::date, 3, -1) == "3 days apart");
  CHECK(words(Finding::position, 0.93) == "93 % of the track in common");
  CHECK(words(Finding::position, 0.9, -4) == "the same way in the opposite direction");
  CHECK(words(Finding::position, 52) == "starts 50 m apart on the map");
  CHECK(words(Finding::position, 2502) == "starts 2.5 km apart on the map");
  CHECK(words(Finding::part, 0, 8, "2 of 3") == "part 2 of 3 of what another provider holds whole");
  CHECK(words(Finding::title, 0) == "same name");
  CHECK(words(Finding::missing, 0.934) ==
        "each is missing where the other lies, and 93 % of the workouts around lie with both");
}
