// SPDX-License-Identifier: MIT
#include "model/derive.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <functional>

#include "model/elevation.hpp"

using namespace tracekit;

namespace {

constexpr std::int64_t start_ms = 1'700'000'000'000;

Channel channel(const std::string& name, double scale, std::vector<std::int64_t> values) {
  Channel out;
  out.name = name;
  out.scale = scale;
  out.values = std::move(values);
  return out;
}

/// One sample a second; the way follows the speed.
Recording at_speeds(const std::string& sport, const std::vector<double>& speeds) {
  Recording recording;
  recording.sport = sport;
  std::vector<std::int64_t> distance{0};
  recording.streams.time_ms.push_back(start_ms);
  double sum = 0;
  for (const double speed : speeds) {
    sum += speed;
    distance.push_back(std::llround(sum * 100));
    recording.streams.time_ms.push_back(recording.streams.time_ms.back() + 1000);
  }
  recording.streams.channels.push_back(channel("distance", 100, distance));
  return recording;
}

std::vector<double> phases(std::initializer_list<std::pair<int, double>> parts) {
  std::vector<double> speeds;
  for (const auto& [seconds, speed] : parts) {
    speeds.insert(speeds.end(), static_cast<std::size_t>(seconds), speed);
  }
  return speeds;
}

Recording track(const std::vector<Position>& positions, std::int64_t step_ms = 1000) {
  Recording recording;
  Channel latitude = channel("latitude", 1e7, {});
  Channel longitude = channel("longitude", 1e7, {});
  for (const Position& position : positions) {
    latitude.values.push_back(std::llround(position.lat * 1e7));
    longitude.values.push_back(std::llround(position.lon * 1e7));
    recording.streams.time_ms.push_back(start_ms +
                                        step_ms * static_cast<std::int64_t>(recording.streams.time_ms.size()));
  }
  recording.streams.channels = {latitude, longitude};
  return recording;
}

} // namespace

TEST_CASE("haversine distances equal the published ones") {
  CHECK(haversine_m({0, 0}, {0, 1}) == Approx(111195.0802).epsilon(1e-9));
  CHECK(haversine_m({0, 0}, {1, 0}) == Approx(111195.0802).epsilon(1e-9));
  CHECK(haversine_m({60, 0}, {60, 1}) == Approx(55597.0109).epsilon(1e-9));
  CHECK(haversine_m({0, 179.999}, {0, -179.999}) == Approx(222.3902).epsilon(1e-6));
  CHECK(haversine_m({52.5163, 13.3777}, {48.8584, 2.2945}) == Approx(879087.6746).epsilon(1e-9));
  CHECK(haversine_m({60, 25}, {60.00001, 25.00002}) == Approx(1.5725).epsilon(1e-4));
  CHECK(haversine_m({60, 25}, {60, 25}) == 0.0);
}

TEST_CASE("a stop of twenty seconds is not moving time on a ride and one of ten seconds is") {
  Recording long_stop = at_speeds("cycling", phases({{600, 8}, {20, 0}, {600, 8}}));
  derive_missing(long_stop);
  CHECK(*long_stop.totals.elapsed_s == 1220);
  CHECK(*long_stop.totals.timer_s == 1220);
  CHECK(*long_stop.totals.moving_s == 1200);
  CHECK(*long_stop.totals.distance_m == Approx(9600));
  CHECK(*long_stop.totals.max_speed_mps == Approx(8));
  CHECK(*long_stop.totals.avg_speed_mps == Approx(9600.0 / 1220));

  Recording short_stop = at_speeds("cycling", phases({{600, 8}, {10, 0}, {600, 8}}));
  derive_missing(short_stop);
  CHECK(*short_stop.totals.moving_s == 1210);
}

TEST_CASE("runs stop after five seconds and a stop at the end counts too") {
  Recording run = at_speeds("running", phases({{300, 3}, {6, 0}, {300, 3}, {30, 0}}));
  derive_missing(run);
  CHECK(*run.totals.moving_s == 600);
  CHECK(*run.totals.elapsed_s == 636);
}

TEST_CASE("a cadence above the limit keeps a slow ride moving") {
  Recording ride = at_speeds("cycling", phases({{60, 8}, {60, 0.5}, {60, 8}}));
  ride.streams.channels.push_back(channel("cadence", 1, std::vector<std::int64_t>(181, 60)));
  derive_missing(ride);
  CHECK(*ride.totals.moving_s == 180);
}

TEST_CASE("the time between segments is neither timer time nor distance") {
  Recording recording = track({{50, 8}, {50.0001, 8}, {50.0002, 8}, {50.01, 8}, {50.0101, 8}});
  recording.streams.segment_starts = {3};
  recording.streams.time_ms[3] += 600'000;
  recording.streams.time_ms[4] += 600'000;
  derive_missing(recording);
  CHECK(*recording.totals.elapsed_s == 604);
  CHECK(*recording.totals.timer_s == 3);
  CHECK(*recording.totals.moving_s == 3);
  CHECK(*recording.totals.distance_m == Approx(3 * 11.1195).epsilon(1e-4));
}

TEST_CASE("samples without a position neither break nor lengthen the way") {
  Recording recording = track({{50, 8}, {50.0001, 8}, {50.0002, 8}, {50.0003, 8}});
  recording.streams.channels[0].values[0] = no_value;
  recording.streams.channels[1].values[2] = no_value;
  derive_missing(recording);
  CHECK(*recording.totals.distance_m == Approx(2 * 11.1195).epsilon(1e-4));
  CHECK(recording.first->lat == Approx(50.0001));
  CHECK(recording.last->lat == Approx(50.0003));
}

TEST_CASE("a distance channel that falls is not believed") {
  Recording recording = track({{50, 8}, {50.0001, 8}, {50.0002, 8}});
  recording.streams.channels.push_back(channel("distance", 1, {0, 500, 400}));
  derive_missing(recording);
  CHECK(*recording.totals.distance_m == Approx(2 * 11.1195).epsilon(1e-4));
}

TEST_CASE("a distance channel that grows wins over positions") {
  Recording recording = track({{50, 8}, {50.0001, 8}, {50.0002, 8}});
  recording.streams.channels.push_back(channel("distance", 1, {100, no_value, 125}));
  derive_missing(recording);
  CHECK(*recording.totals.distance_m == 25.0);
}

TEST_CASE("indoor samples with power count as moving only while there is power or cadence") {
  Recording recording;
  for (int i = 0; i <= 100; ++i) {
    recording.streams.time_ms.push_back(start_ms + i * 1000);
  }
  std::vector<std::int64_t> power(101, 150);
  std::fill(power.begin() + 50, power.begin() + 70, 0);
  recording.streams.channels.push_back(channel("power", 1, power));
  derive_missing(recording);
  CHECK(*recording.totals.moving_s == 80);
  CHECK(*recording.totals.timer_s == 100);
  CHECK(*recording.totals.avg_power == Approx(150.0 * 81 / 101));
  CHECK_FALSE(recording.totals.distance_m);
}

TEST_CASE("without any sign of movement the moving time is the timer time") {
  Recording recording;
  recording.streams.time_ms = {start_ms, start_ms + 60'000};
  recording.streams.channels.push_back(channel("heart_rate", 1, {100, 0}));
  derive_missing(recording);
  CHECK(*recording.totals.moving_s == 60);
  CHECK(*recording.totals.avg_hr == 100);
  CHECK(*recording.start_ms == start_ms);
}

TEST_CASE("values that the file gave are kept") {
  Recording recording = at_speeds("cycling", phases({{100, 8}}));
  recording.start_ms = 1;
  recording.totals.distance_m = 777;
  recording.totals.timer_s = 200;
  recording.totals.ascent_m = 5;
  recording.streams.channels.push_back(channel("altitude", 1, std::vector<std::int64_t>(101, 3)));
  derive_missing(recording);
  CHECK(*recording.start_ms == 1);
  CHECK(*recording.totals.distance_m == 777);
  CHECK(*recording.totals.timer_s == 200);
  CHECK(*recording.totals.elapsed_s == 200);
  CHECK(*recording.totals.ascent_m == 5);
  CHECK(*recording.totals.descent_m == 0);
}

TEST_CASE("no samples derive nothing") {
  Recording recording;
  derive_missing(recording);
  CHECK(recording == Recording{});
}

TEST_CASE("samples without times have a way but no times") {
  Recording recording = track({{50, 8}, {50.0001, 8}});
  recording.streams.time_ms = {no_value, no_value};
  derive_missing(recording);
  CHECK(*recording.totals.distance_m == Approx(11.1195).epsilon(1e-4));
  CHECK_FALSE(recording.start_ms);
  CHECK_FALSE(recording.totals.elapsed_s);
  CHECK_FALSE(recording.totals.moving_s);
}

TEST_CASE("times that fall never make negative durations") {
  Recording recording = track({{50, 8}, {50.0001, 8}, {50.0002, 8}, {50.0003, 8}});
  recording.streams.time_ms = {start_ms, start_ms + 10'000, start_ms - 50'000, start_ms + 20'000};
  derive_missing(recording);
  CHECK(*recording.totals.elapsed_s == 20);
  CHECK(*recording.totals.timer_s <= 20);
  CHECK(*recording.totals.moving_s >= 0);
  CHECK(*recording.totals.moving_s <= *recording.totals.timer_s);
}

TEST_CASE("samples in the wrong order last from the earliest to the latest") {
  Recording recording = track({{50, 8}, {50.0001, 8}, {50.0002, 8}});
  recording.streams.time_ms = {start_ms, start_ms - 50'000, start_ms - 40'000};
  derive_missing(recording);
  CHECK(*recording.totals.elapsed_s == 50);
  CHECK(*recording.totals.timer_s == 10);
}

TEST_CASE("a jump of the position is not the highest speed") {
  Recording recording = track({{50, 8},
                               {50.00003, 8},
                               {50.00006, 8},
                               {51, 8},
                               {51.00003, 8},
                               {51.00006, 8},
                               {51.00009, 8},
                               {51.00012, 8},
                               {51.00015, 8},
                               {51.00018, 8}});
  recording.sport = "running";
  derive_missing(recording);
  CHECK(*recording.totals.max_speed_mps == Approx(3.3358).epsilon(1e-3));
}

TEST_CASE("the climbing of published series is found") {
  const std::array<double, 8> first{100, 102, 104, 101, 99, 103, 107, 105};
  const std::array<double, 15> second{10, 12, 15, 14, 18, 25, 24, 22, 23, 20, 15, 11, 12, 10, 13};
  const std::array<double, 11> third{0, 2, 4, 6, 8, 10, 8, 6, 4, 2, 0};
  const std::array<double, 10> fourth{100, 101, 99, 101, 100, 102, 100, 101, 99, 100};
  const auto check = [](std::span<const double> series, double threshold, double ascent, double descent) {
    const Climb climb = zigzag_climb(series, threshold);
    CHECK(climb.ascent_m == ascent);
    CHECK(climb.descent_m == descent);
  };
  check(first, 3, 12, 5);
  check(first, 5, 8, 5);
  check(second, 3, 18, 15);
  check(second, 5, 15, 15);
  check(third, 3, 10, 10);
  check(third, 5, 10, 10);
  check(fourth, 3, 3, 3);
  check(fourth, 5, 0, 0);
}

TEST_CASE("noise of a receiver does not add up to a climb") {
  Recording recording = at_speeds("cycling", std::vector<double>(3600, 8.0));
  std::vector<std::int64_t> altitude;
  unsigned random = 1;
  for (int i = 0; i <= 3600; ++i) {
    random = random * 1664525U + 1013904223U;
    const double noise = static_cast<double>(random >> 24U) / 255.0 * 4.0 - 2.0;
    altitude.push_back(std::llround((200 + 50 * std::sin(i / 3600.0 * 2 * 3.14159265) + noise) * 10));
  }
  recording.streams.channels.push_back(channel("altitude", 10, altitude));
  derive_missing(recording);
  CHECK(*recording.totals.ascent_m == Approx(100).margin(8));
  CHECK(*recording.totals.descent_m == Approx(100).margin(8));
}

TEST_CASE("floating point channels and speed alone are enough") {
  Recording recording;
  Channel speed = channel("speed", 1, {});
  speed.kind = ChannelKind::float32;
  for (int i = 0; i <= 60; ++i) {
    recording.streams.time_ms.push_back(start_ms + i * 1000);
    speed.values.push_back(std::bit_cast<std::uint32_t>(i > 20 && i <= 50 ? 0.0F : 4.0F));
  }
  recording.sport = "running";
  recording.streams.channels.push_back(speed);
  derive_missing(recording);
  CHECK(*recording.totals.moving_s == 30);
  CHECK(*recording.totals.max_speed_mps == Approx(4));
  CHECK_FALSE(recording.totals.distance_m);
}
