// SPDX-License-Identifier: MIT
#include "model/timeline.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;

namespace {

Timeline timeline(std::vector<std::int64_t> time_ms, std::vector<std::uint32_t> segment_starts = {}) {
  Streams streams;
  streams.time_ms = std::move(time_ms);
  streams.segment_starts = std::move(segment_starts);
  return timeline_of(streams);
}

using Samples = std::vector<std::uint32_t>;

/// The samples of each stretch.
std::vector<Samples> stretches(const Timeline& timeline) {
  std::vector<Samples> out;
  for (const Timeline::Stretch& stretch : timeline.stretches) {
    out.emplace_back(timeline.samples.begin() + static_cast<std::ptrdiff_t>(stretch.begin),
                     timeline.samples.begin() + static_cast<std::ptrdiff_t>(stretch.end));
  }
  return out;
}

} // namespace

TEST_CASE("samples in time are one stretch") {
  const Timeline line = timeline({5000, 6000, 8500});
  CHECK(stretches(line) == std::vector<Samples>{{0, 1, 2}});
  CHECK(line.seconds == std::vector<double>{0, 1, 3.5});
  CHECK(line.recorded_s == 3.5);
}

TEST_CASE("a pause is in no stretch") {
  const Timeline line = timeline({0, 1000, 61000, 63000}, {2});
  CHECK(stretches(line) == std::vector<Samples>{{0, 1}, {2, 3}});
  CHECK(line.recorded_s == 3);
}

TEST_CASE("samples without a time, or with that of the one before, are left out") {
  const Timeline line = timeline({no_value, 1000, no_value, 2000, 2000, 4000, no_value});
  CHECK(stretches(line) == std::vector<Samples>{{1, 3, 5}});
  CHECK(line.seconds == std::vector<double>{0, 1, 3});
}

TEST_CASE("where time falls back, a new stretch begins") {
  const Timeline line = timeline({10000, 11000, 3000, 4000, 5000});
  CHECK(stretches(line) == std::vector<Samples>{{0, 1}, {2, 3, 4}});
  CHECK(line.seconds == std::vector<double>{0, 1, -7, -6, -5});
  CHECK(line.recorded_s == 3);
}

TEST_CASE("a sample that is alone between pauses is in no stretch, but time counts from it") {
  const Timeline line = timeline({1000, 5000, 6000, 90000}, {1, 3});
  CHECK(stretches(line) == std::vector<Samples>{{1, 2}});
  CHECK(line.seconds == std::vector<double>{4, 5});
}

TEST_CASE("segments that begin at no sample or beyond the last change nothing") {
  CHECK(stretches(timeline({0, 1000, 2000}, {0, 3, 9})) == std::vector<Samples>{{0, 1, 2}});
  CHECK(timeline({}, {0, 1}).stretches.empty());
  CHECK(timeline({no_value, no_value}).stretches.empty());
}
