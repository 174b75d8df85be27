// SPDX-License-Identifier: MIT
#include "app/pull_progress.hpp"

#include <catch2/catch.hpp>

using namespace tracekit;
using app::PullProgress;

namespace {

struct Shown final : ProgressSink {
  void advance(std::string_view new_what, std::uint64_t new_done, std::uint64_t new_total) override {
    what = new_what;
    done = new_done;
    total = new_total;
  }
  void note(std::string_view /*line*/) override {}
  std::string what;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

Date day(const char* text) { return parse_date(text).value(); }

} // namespace

TEST_CASE("one provider is shown in its own words") {
  Shown shown;
  PullProgress progress(shown);
  progress.add("Strava").advance("activities", 200, 1000);
  CHECK(shown.what == "activities of Strava");
  CHECK(shown.done == 200);
  CHECK(shown.total == 1000);
}

TEST_CASE("what several providers have looked at is counted together, and its total where all of them tell one") {
  Shown shown;
  PullProgress progress(shown);
  ProgressSink& files = progress.add("Files");
  ProgressSink& trips = progress.add("Ride with GPS");
  files.advance("files", 10, 50);
  CHECK(shown.what == "records of 2 providers");
  CHECK(shown.total == 0); // nobody knows about the trips yet
  trips.advance("trips", 200, 400);
  CHECK(shown.what == "records of 2 providers");
  CHECK(shown.done == 210);
  CHECK(shown.total == 450);
}

TEST_CASE("what one has finished stays counted") {
  Shown shown;
  PullProgress progress(shown);
  ProgressSink& files = progress.add("Files");
  ProgressSink& trips = progress.add("Ride with GPS");
  files.advance("files", 50, 50);
  progress.finished(files);
  trips.advance("trips", 200, 400);
  CHECK(shown.what == "trips of Ride with GPS");
  CHECK(shown.done == 250);
  CHECK(shown.total == 450);
}

TEST_CASE("without a total it is told how far back the slowest has come") {
  Shown shown;
  PullProgress progress(shown);
  ProgressSink& garmin = progress.add("Garmin Connect");
  ProgressSink& strava = progress.add("Strava");
  progress.reached(garmin, day("2025-08-03"));
  progress.reached(garmin, day("2019-05-04"));
  progress.reached(strava, day("2023-01-02"));
  garmin.advance("activities", 1000, 0);
  strava.advance("activities", 200, 0);
  CHECK(shown.what == "activities of 2 providers, back to 2023-01");
  CHECK(shown.total == 0);
  progress.finished(strava);
  garmin.advance("activities", 2000, 0);
  CHECK(shown.what == "activities of Garmin Connect, back to 2019-05");
}

TEST_CASE("a total that proves too small is no longer one") {
  Shown shown;
  PullProgress progress(shown);
  progress.add("Strava").advance("activities", 600, 500);
  CHECK(shown.total == 0);
}
