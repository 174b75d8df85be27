// SPDX-License-Identifier: MIT
#include "sandbox/athlete.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tracekit::sandbox {
namespace {

constexpr const char* ride_names[] = {"Lunch loop round the lake", "Albis and back", "Coffee ride to Rapperswil",
                                      "Pfannenstiel repeats",      "Klausenpass",    "Evening spin",
                                      "Furtbachtal gravel"};
constexpr const char* run_names[] = {"Uetliberg trail", "Easy miles along the Sihl", "Track session", "Long run"};
constexpr const char* ride_gear[] = {"Tarmac SL7", "Checkpoint"};
constexpr const char* run_gear[] = {"Speedgoat 5", "Endorphin Pro"};

/// SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t next_bits(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

EpochSeconds zurich_time(std::int64_t day, int hour, int minute, int second) {
  return day * 86400 + hour * 3600 + minute * 60 + second - 7200; // summer time throughout
}

Workout ride(std::int64_t day, Random& random) {
  Workout out;
  out.sport = "cycling";
  const std::size_t name = random.below(std::size(ride_names));
  out.name = ride_names[name];
  out.sub_sport = name == 6 ? "gravel_cycling" : "road";
  out.gear = ride_gear[name == 6 ? 1 : 0];
  out.distance_m = std::round(random.between(24'000, 88'000));
  out.moving_s = static_cast<int>(out.distance_m / random.between(6.6, 8.1));
  out.start = zurich_time(day, 8 + static_cast<int>(random.below(9)), static_cast<int>(random.below(60)),
                          static_cast<int>(random.below(60)));
  return out;
}

Workout run(std::int64_t day, Random& random) {
  Workout out;
  out.sport = "running";
  const std::size_t name = random.below(std::size(run_names));
  out.name = run_names[name];
  out.sub_sport = name == 0 ? "trail" : "generic";
  out.gear = run_gear[name == 0 ? 0 : 1];
  out.distance_m = std::round(random.between(5'000, 19'000));
  out.moving_s = static_cast<int>(out.distance_m / random.between(2.6, 3.3));
  out.start = zurich_time(day, 6 + static_cast<int>(random.below(2)), static_cast<int>(random.below(60)),
                          static_cast<int>(random.below(60)));
  return out;
}

Workout strength(std::int64_t day, Random& random) {
  Workout out;
  out.sport = "training";
  out.sub_sport = "strength_training";
  out.name = "Gym";
  out.moving_s = static_cast<int>(random.between(2000, 3400));
  out.start = zurich_time(day, 18, static_cast<int>(random.below(60)), 0);
  return out;
}

/// The typical disagreements, on fixed places so that every reader of the demo sees each of them.
void disagree(std::vector<Workout>& workouts) {
  for (std::size_t i = 0; i < workouts.size(); ++i) {
    Workout& workout = workouts[i];
    workout.quirks.garmin_default_name = i % 6 == 4;
    workout.quirks.strava_default_name = i % 3 == 1;
    workout.quirks.log_without_gear = i % 5 == 2;
    workout.quirks.log_wrong_gear = i % 9 == 5 && workout.sport == "cycling";
    workout.quirks.log_without_duration = i % 7 == 3;
    workout.quirks.in_log = i % 8 != 6;
    workout.quirks.in_strava = i % 10 != 7;
    workout.quirks.original_at_garmin_only = i % 11 == 9 && workout.distance_m > 0;
    workout.quirks.in_file = workout.distance_m > 0 && !workout.quirks.original_at_garmin_only;
    workout.format = i % 5 == 3 ? "gpx" : i % 7 == 5 ? "tcx" : "fit";
  }
}

} // namespace

double Random::unit() { return static_cast<double>(next_bits(state_) >> 11U) * 0x1.0p-53; }

std::vector<Workout> make_workouts(std::uint64_t seed) {
  Random random(seed);
  std::vector<Workout> workouts;
  const std::int64_t first = days_of(*parse_date("2025-06-01"));
  const std::int64_t last = days_of(*parse_date("2025-08-31"));
  for (std::int64_t day = first; day <= last; ++day) {
    const auto weekday = (day + 3) % 7; // 0 is Monday
    if (weekday == 2 && random.chance(0.6)) {
      workouts.push_back(strength(day, random));
    }
    if ((weekday == 1 || weekday == 6) && random.chance(0.65)) {
      workouts.push_back(run(day, random));
    }
    if ((weekday == 5 || weekday == 3) && random.chance(0.75)) {
      workouts.push_back(ride(day, random));
    }
  }
  for (Workout& workout : workouts) {
    workout.elapsed_s = workout.moving_s + static_cast<int>(random.between(0, workout.sport == "cycling" ? 900 : 60));
  }
  disagree(workouts);
  return workouts;
}

std::vector<Sample> make_track(const Workout& workout) {
  std::vector<Sample> track;
  if (workout.distance_m <= 0) {
    return track;
  }
  Random random(static_cast<std::uint64_t>(workout.start));
  const bool cycling = workout.sport == "cycling";
  const auto count = static_cast<std::size_t>(workout.moving_s);
  std::vector<double> pace(count);
  double factor = 1;
  for (double& value : pace) {
    factor = std::clamp(factor + random.between(-0.05, 0.05), 0.5, 1.5);
    value = factor;
  }
  double total = 0;
  for (const double value : pace) {
    total += value;
  }
  const double metres = workout.distance_m / (total - pace.front());
  Position here{47.3667, 8.5417};
  double heading = random.between(0, 2 * std::numbers::pi);
  double heart_rate = 105;
  double distance = 0;
  double altitude = 408;
  constexpr double metres_per_degree = 111'195;
  for (std::size_t i = 0; i < count; ++i) {
    const double step = i == 0 ? 0 : pace[i] * metres;
    // A slow turn brings the loop back home.
    heading += 2 * std::numbers::pi / static_cast<double>(count) + random.between(-0.04, 0.04);
    here.lat += step * std::cos(heading) / metres_per_degree;
    here.lon += step * std::sin(heading) / (metres_per_degree * std::cos(here.lat * std::numbers::pi / 180));
    altitude += step * 0.03 * std::sin(static_cast<double>(i) / 240.0);
    distance += step;
    heart_rate = std::clamp(heart_rate + random.between(-1.2, 1.22), 96.0, 184.0);
    track.push_back({workout.start + static_cast<EpochSeconds>(i), here, altitude, distance, step,
                     static_cast<int>(heart_rate),
                     static_cast<int>(cycling ? random.between(78, 94) : random.between(82, 90)),
                     cycling ? static_cast<int>(random.between(140, 260)) : 0});
  }
  return track;
}

Workout daily_ride(std::size_t n, const std::string& gear) {
  constexpr EpochSeconds first = 1'262'325'600;
  Workout workout;
  workout.start = first + static_cast<EpochSeconds>(n) * 86'400;
  workout.sport = "cycling";
  workout.name = fmt::format("Ride {}", n + 1);
  workout.gear = gear;
  workout.distance_m = 20'000 + static_cast<double>(n % 50) * 1'000;
  workout.moving_s = static_cast<int>(workout.distance_m / 7);
  workout.elapsed_s = workout.moving_s + 60;
  return workout;
}

Workout ride_to_come(std::size_t n) {
  constexpr std::size_t days_until_october_2025 = 5'750; // the made-up athlete ends in August
  return daily_ride(days_until_october_2025 + n, "");
}

} // namespace tracekit::sandbox
