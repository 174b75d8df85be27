// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "formats/fit/fit.hpp"
#include "support/fit_builder.hpp"

using namespace tracekit;
using test::FitBuilder;
namespace type = test::fit_type;

namespace {

constexpr std::int64_t epoch_s = 631065600;
constexpr std::int64_t start = 1000000000;

std::int64_t utc_ms(std::int64_t fit_s) { return (fit_s + epoch_s) * 1000; }

/// Samples at these seconds after the start; heart rate 100 + index.
void add_samples(FitBuilder& file, const std::vector<std::int64_t>& seconds) {
  file.define(0, 20, {{253, 4, type::uint32}, {3, 1, type::uint8}});
  std::int64_t i = 0;
  for (const std::int64_t second : seconds) {
    file.data(0, {start + second, 100 + i++});
  }
}

/// A session: sport, first and last second, first lap and number of laps.
void add_session(FitBuilder& file, std::int64_t sport, std::int64_t from, std::int64_t to, std::int64_t first_lap,
                 std::int64_t laps) {
  file.define(1, 18,
              {{2, 4, type::uint32},
               {253, 4, type::uint32},
               {5, 1, type::enumeration},
               {25, 2, type::uint16},
               {26, 2, type::uint16}});
  file.data(1, {start + from, start + to, sport, first_lap, laps});
}

void add_lap(FitBuilder& file, std::int64_t index, std::int64_t from, std::int64_t distance_cm) {
  file.define(2, 19,
              {{254, 2, type::uint16},
               {2, 4, type::uint32},
               {9, 4, type::uint32},
               {23, 1, type::enumeration},
               {24, 1, type::enumeration}});
  file.data(2, {index, start + from, distance_cm, 2, 7});
}

void add_timer(FitBuilder& file, std::int64_t event_type, std::int64_t second) {
  file.define(3, 21, {{253, 4, type::uint32}, {0, 1, type::enumeration}, {1, 1, type::enumeration}});
  file.data(3, {start + second, 0, event_type});
}

std::vector<std::uint32_t> segments_of(const FitBuilder& file) {
  return fit::decode(file.build()).recordings.at(0).streams.segment_starts;
}

constexpr std::int64_t none = 0xFFFF;

} // namespace

TEST_CASE("a session message fills the totals of its recording") {
  FitBuilder file;
  file.file_id(4, 1, 3843);
  file.define(1, 18,
              {{2, 4, type::uint32},  {5, 1, type::enumeration}, {6, 1, type::enumeration}, {7, 4, type::uint32},
               {8, 4, type::uint32},  {59, 4, type::uint32},     {9, 4, type::uint32},      {22, 2, type::uint16},
               {23, 2, type::uint16}, {14, 2, type::uint16},     {15, 2, type::uint16},     {16, 1, type::uint8},
               {17, 1, type::uint8},  {18, 1, type::uint8},      {19, 1, type::uint8},      {20, 2, type::uint16},
               {21, 2, type::uint16}, {34, 2, type::uint16},     {57, 1, type::sint8},      {58, 1, type::sint8},
               {11, 2, type::uint16}, {44, 2, type::uint16}});
  file.data(1, {start, 2,   46, 3600500, 3500250, 3400125, 3012345, 250, 240, 8600, 15200,
                130,   175, 85, 120,     210,     800,     225,     -3,  12,  750,  2500});
  const ActivityFile read = fit::decode(file.build());
  REQUIRE(read.recordings.size() == 1);
  const Recording& recording = read.recordings[0];
  CHECK(recording.sport == "cycling");
  CHECK(recording.sub_sport == "gravel_cycling");
  CHECK(recording.start_ms == utc_ms(start));
  CHECK(recording.pool_length_m == 25.0);
  Totals totals;
  totals.elapsed_s = 3600.5;
  totals.timer_s = 3500.25;
  totals.moving_s = 3400.125;
  totals.distance_m = 30123.45;
  totals.ascent_m = 250;
  totals.descent_m = 240;
  totals.avg_speed_mps = 8.6;
  totals.max_speed_mps = 15.2;
  totals.avg_hr = 130;
  totals.max_hr = 175;
  totals.avg_cadence = 85;
  totals.max_cadence = 120;
  totals.avg_power = 210;
  totals.max_power = 800;
  totals.normalized_power = 225;
  totals.avg_temperature_c = -3;
  totals.max_temperature_c = 12;
  totals.calories_kcal = 750;
  CHECK(recording.totals == totals);
  CHECK(read.file_type == "activity");
  CHECK(recording.device == Device{"garmin", "Edge 1040", 3843, "123456", ""});
  CHECK(recording.file_id == FitFileId{1, 3843, 123456, start + epoch_s});
}

TEST_CASE("of a plain and an enhanced total the plain one wins, else the one that is there") {
  FitBuilder file;
  file.define(1, 18, {{14, 2, type::uint16}, {15, 2, type::uint16}, {124, 4, type::uint32}, {125, 4, type::uint32}});
  file.data(1, {4640, 0xFFFF, 0, 5000});
  const Totals totals = fit::decode(file.build()).recordings.at(0).totals;
  CHECK(totals.avg_speed_mps == 4.64);
  CHECK(totals.max_speed_mps == 5.0);
}

TEST_CASE("sports that the profile does not know keep their number") {
  FitBuilder file;
  file.define(1, 18, {{5, 1, type::enumeration}, {6, 1, type::enumeration}}).data(1, {200, 201});
  const Recording recording = fit::decode(file.build()).recordings.at(0);
  CHECK(recording.sport == "sport_200");
  CHECK(recording.sub_sport == "sub_sport_201");
}

TEST_CASE("every sample lands in exactly one session") {
  FitBuilder file;
  add_samples(file, {-5, 0, 9, 10, 19, 20, 25, 30, 99});
  add_session(file, 5, 0, 9, 0, 1);
  add_session(file, 3, 10, 19, 1, 1);
  add_session(file, 2, 20, 30, 2, 1);
  const ActivityFile read = fit::decode(file.build());
  REQUIRE(read.recordings.size() == 3);
  CHECK(read.recordings[0].sport == "swimming");
  CHECK(read.recordings[0].streams.size() == 3);
  CHECK(read.recordings[1].streams.size() == 2);
  CHECK(read.recordings[2].streams.size() == 4);
  CHECK(read.recordings[1].streams.find("heart_rate")->values == std::vector<std::int64_t>{103, 104});
  CHECK(read.recordings[2].streams.time_ms.back() == utc_ms(start + 99));
  const std::vector<ChannelSummary> channels = summarize_channels(read.recordings);
  REQUIRE(channels.size() == 1);
  CHECK(channels[0].count == 9);
}

TEST_CASE("sessions keep the order of the file even when their times do not") {
  FitBuilder file;
  add_session(file, 1, 50, 60, none, none);
  add_session(file, 2, 0, 40, none, none);
  add_samples(file, {0, 1, 50});
  const ActivityFile read = fit::decode(file.build());
  REQUIRE(read.recordings.size() == 2);
  CHECK(read.recordings[0].streams.size() == 1);
  CHECK(read.recordings[1].streams.size() == 2);
}

TEST_CASE("a session without a start begins its elapsed time before its end") {
  FitBuilder file;
  file.define(1, 18, {{253, 4, type::uint32}, {7, 4, type::uint32}});
  file.data(1, {start + 10, 10000}).data(1, {start + 30, 15000});
  add_samples(file, {0, 14, 15, 16});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.recordings.at(0).streams.size() == 2);
  CHECK(read.recordings.at(1).streams.size() == 2);
}

TEST_CASE("laps go to sessions by index, else by time") {
  FitBuilder file;
  const bool has_indices = GENERATE(true, false);
  add_session(file, 5, 0, 100, has_indices ? 0 : none, has_indices ? 2 : none);
  add_session(file, 2, 100, 200, has_indices ? 2 : none, has_indices ? 1 : none);
  add_lap(file, 0, 0, 40000);
  add_lap(file, 1, has_indices ? 150 : 50, 35000);
  add_lap(file, 2, has_indices ? 20 : 100, 2000000);
  const ActivityFile read = fit::decode(file.build());
  REQUIRE(read.recordings.size() == 2);
  REQUIRE(read.recordings[0].laps.size() == 2);
  REQUIRE(read.recordings[1].laps.size() == 1);
  CHECK(read.recordings[0].laps[1].totals.distance_m == 350.0);
  CHECK(read.recordings[1].laps[0].totals.distance_m == 20000.0);
  CHECK(read.recordings[1].laps[0].trigger == "session_end");
  CHECK(read.recordings[1].laps[0].intensity == "warmup");
  CHECK(read.recordings[0].laps[0].start_ms == utc_ms(start));
}

TEST_CASE("pool lengths tell their stroke, and that one rested") {
  FitBuilder file;
  add_session(file, 5, 0, 100, none, none);
  file.define(4, 101,
              {{2, 4, type::uint32},
               {4, 4, type::uint32},
               {5, 2, type::uint16},
               {7, 1, type::enumeration},
               {12, 1, type::enumeration}});
  file.data(4, {start, 30500, 12, 2, 1}).data(4, {start + 31, 10000, 0xFFFF, 0, 0});
  const Recording recording = fit::decode(file.build()).recordings.at(0);
  REQUIRE(recording.lengths.size() == 2);
  CHECK(recording.lengths[0] == PoolLength{utc_ms(start), 30.5, 12, "breaststroke", true});
  CHECK(recording.lengths[1] == PoolLength{utc_ms(start + 31), 10.0, std::nullopt, "", false});
}

TEST_CASE("samples without a session make one recording with totals from the samples") {
  FitBuilder file;
  file.file_id();
  add_samples(file, {0, 1, 2, 3});
  file.define(5, 12, {{0, 1, type::enumeration}, {1, 1, type::enumeration}}).data(5, {1, 3});
  const ActivityFile read = fit::decode(file.build());
  REQUIRE(read.recordings.size() == 1);
  const Recording& recording = read.recordings[0];
  CHECK(recording.sport == "running");
  CHECK(recording.sub_sport == "trail");
  CHECK(recording.streams.size() == 4);
  CHECK(recording.start_ms == utc_ms(start));
  CHECK(recording.totals.elapsed_s == 3.0);
  CHECK(recording.totals.max_hr == 103.0);
}

TEST_CASE("totals that the session has not are computed, and those that it has are kept") {
  FitBuilder file;
  add_samples(file, {0, 1, 2, 3});
  file.define(1, 18, {{2, 4, type::uint32}, {17, 1, type::uint8}, {16, 1, type::uint8}}).data(1, {start, 0xFF, 90});
  const Recording recording = fit::decode(file.build()).recordings.at(0);
  CHECK(recording.totals.avg_hr == 90.0);
  CHECK(recording.totals.max_hr == 103.0);
}

TEST_CASE("a course is one recording with its name") {
  FitBuilder file;
  file.file_id(6);
  file.define(5, 31, {{5, 16, type::string}, {4, 1, type::enumeration}}).data(5, {std::string("Round the lake"), 2});
  add_samples(file, {0, 1});
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.file_type == "course");
  REQUIRE(read.recordings.size() == 1);
  CHECK(read.recordings[0].name == "Round the lake");
  CHECK(read.recordings[0].sport == "cycling");
}

TEST_CASE("files without samples and sessions have no recordings but a type and a device") {
  struct Case {
    std::int64_t number;
    std::string name;
  };
  const std::vector<Case> cases{{2, "settings"}, {5, "workout"}, {9, "weight"},         {32, "monitoring_b"},
                                {44, "metrics"}, {49, "sleep"},  {200, "file_type_200"}};
  for (const Case& c : cases) {
    const ActivityFile read = fit::decode(FitBuilder().file_id(c.number, 1, 2927).build());
    CHECK(read.file_type == c.name);
    CHECK(read.recordings.empty());
    CHECK(read.device.manufacturer == "garmin");
    CHECK(read.device.product == "vivosmart 4");
  }
}

TEST_CASE("a segment starts where the timer starts again") {
  FitBuilder file;
  add_timer(file, 0, 0);
  add_samples(file, {0, 1, 2});
  add_timer(file, 4, 3);
  add_timer(file, 0, 60);
  add_samples(file, {60, 61});
  add_timer(file, 1, 61);
  add_timer(file, 9, 61);
  add_timer(file, 0, 90);
  add_samples(file, {91});
  add_timer(file, 4, 92);
  CHECK(segments_of(file) == std::vector<std::uint32_t>{3, 5});
}

TEST_CASE("timer events count by their time when they stand before or after all samples") {
  FitBuilder file;
  const bool are_before = GENERATE(true, false);
  if (!are_before) {
    add_samples(file, {0, 1, 2, 60, 61});
  }
  add_timer(file, 0, 0);
  add_timer(file, 4, 3);
  add_timer(file, 0, 60);
  add_timer(file, 4, 61);
  if (are_before) {
    add_samples(file, {0, 1, 2, 60, 61});
  }
  CHECK(segments_of(file) == std::vector<std::uint32_t>{3});
}

TEST_CASE("other events and pauses of no length do not start segments") {
  FitBuilder file;
  add_samples(file, {0, 1});
  add_timer(file, 4, 2);
  add_timer(file, 0, 2);
  file.define(3, 21, {{253, 4, type::uint32}, {0, 1, type::enumeration}, {1, 1, type::enumeration}});
  file.data(3, {start + 2, 42, 4}).data(3, {start + 3, 42, 0});
  add_samples(file, {4, 5});
  CHECK(segments_of(file).empty());
}

TEST_CASE("segments are counted within each session") {
  FitBuilder file;
  add_samples(file, {0, 1});
  add_timer(file, 4, 1);
  add_timer(file, 0, 10);
  add_samples(file, {10, 11});
  add_timer(file, 4, 12);
  add_timer(file, 0, 20);
  add_samples(file, {20, 21});
  add_session(file, 1, 0, 9, none, none);
  add_session(file, 2, 10, 30, none, none);
  const ActivityFile read = fit::decode(file.build());
  CHECK(read.recordings.at(0).streams.segment_starts.empty());
  CHECK(read.recordings.at(1).streams.segment_starts == std::vector<std::uint32_t>{2});
}
