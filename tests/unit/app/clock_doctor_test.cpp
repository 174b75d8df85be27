// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "app/clock_doctor.hpp"

using namespace tracekit;

namespace {

constexpr EpochSeconds morning = 1754205300; // 2025-08-03T07:15:00Z

Record a_ride(EpochSeconds start, std::optional<WallSeconds> start_local) {
  Record record;
  record.start = start;
  record.start_local = start_local;
  return record;
}

} // namespace

TEST_CASE("a clock that was off takes the local time with it when it is corrected") {
  Record record = a_ride(morning + 3600, morning + 3 * 3600);
  app::correct_start(record, 3600, TimeZone("Europe/Berlin"));
  CHECK(record.start == morning);
  CHECK(record.start_local == morning + 2 * 3600);
}

TEST_CASE("local time that was written as UTC stays the local time when the start is corrected") {
  Record record = a_ride(morning + 2 * 3600, morning + 2 * 3600);
  app::correct_start(record, 2 * 3600, TimeZone("Europe/Berlin"));
  CHECK(record.start == morning);
  CHECK(record.start_local == morning + 2 * 3600);
}

TEST_CASE("a clock that was slow is corrected forward, with or without a local time") {
  Record record = a_ride(morning - 900, std::nullopt);
  app::correct_start(record, -900, TimeZone("UTC"));
  CHECK(record.start == morning);
  CHECK_FALSE(record.start_local);
}
