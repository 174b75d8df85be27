// SPDX-License-Identifier: MIT
#include "sandbox/athlete.hpp"

#include <catch2/catch.hpp>

#include "base/hash.hpp"
#include "formats/decode.hpp"
#include "formats/xlsx/xlsx.hpp"
#include "sandbox/activity_files.hpp"
#include "sandbox/exercise_log.hpp"
#include "sandbox/service_records.hpp"

using namespace tracekit;
using namespace tracekit::sandbox;

TEST_CASE("the athlete is the same every time") {
  CHECK(sha256_hex(as_bytes(garmin_records(make_workouts()))) == sha256_hex(as_bytes(garmin_records(make_workouts()))));
  CHECK(exercise_log(make_workouts()) == exercise_log(make_workouts()));
}

TEST_CASE("each of the athlete's files reads back as the workout") {
  for (const Workout& workout : make_workouts()) {
    const auto track = make_track(workout);
    if (track.empty()) {
      continue;
    }
    const ActivityFile file = decode_file(activity_file(workout, track), "sample");
    INFO(workout.format << " " << workout.name);
    REQUIRE(file.recordings.size() == 1);
    CHECK(file.damage.empty());
    const Recording& recording = file.recordings.front();
    CHECK(recording.start_ms == workout.start * 1000);
    CHECK(recording.streams.size() == track.size());
    CHECK(recording.totals.distance_m.value() == Approx(workout.distance_m).epsilon(0.002));
  }
}

TEST_CASE("the exercise log has a row for each workout that is in it, below its headings") {
  const auto workouts = make_workouts();
  std::size_t in_log = 0;
  for (const Workout& workout : workouts) {
    in_log += workout.quirks.in_log ? 1U : 0U;
  }
  CHECK(read_xlsx(exercise_log(workouts)).rows.size() == in_log + 1);
}
