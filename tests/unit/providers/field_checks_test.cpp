// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "providers/field_checks.hpp"

using namespace tracekit;

namespace {

Record a_ride() {
  Record record;
  record.key = {"strava", "17"};
  record.name = "Lunch Ride";
  return record;
}

} // namespace

TEST_CASE("a field that nobody edited may be written") {
  CHECK_NOTHROW(check_not_edited(a_ride(), {{"name", "New", "Lunch Ride"}}, "activity"));
  CHECK_NOTHROW(check_not_edited(a_ride(), {{"name", "New", " Lunch Ride "}}, "activity"));
  CHECK_NOTHROW(check_not_edited(a_ride(), {{"name", "New", std::nullopt}}, "activity"));
}

TEST_CASE("a field that was edited since the plan is a conflict") {
  try {
    check_not_edited(a_ride(), {{"name", "New", "Morning Ride"}}, "activity");
    FAIL("it was written over");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::conflict);
    CHECK(std::string(error.what()) == "activity 17 was edited at Strava in the meantime: name is now \"Lunch Ride\"");
  }
}

TEST_CASE("a write that the provider confirms and does not do is told") {
  CHECK_NOTHROW(check_written(a_ride(), {{"name", "Lunch Ride ", std::nullopt}}, "activity"));
  CHECK_THROWS_WITH(check_written(a_ride(), {{"name", "New", std::nullopt}}, "activity"),
                    "Strava did not take \"New\" as name of activity 17: it is \"Lunch Ride\"");
}
