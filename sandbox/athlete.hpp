// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/recording.hpp"

namespace tracekit::sandbox {

/// The same numbers everywhere: the standard library's distributions differ between implementations.
class Random {
public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  /// Uniform in [0, 1).
  double unit();
  double between(double low, double high) { return low + (high - low) * unit(); }
  bool chance(double probability) { return unit() < probability; }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(unit() * static_cast<double>(count)); }

private:
  std::uint64_t state_;
};

/// How a service or log differs from what happened, as people's data does.
struct Quirks {
  bool in_file = true;
  bool in_garmin = true;
  bool in_strava = true;
  bool in_log = true;
  bool original_at_garmin_only = false; ///< the file lies at Garmin, not in the folder
  bool garmin_default_name = false;     ///< "Zürich Cycling"
  bool strava_default_name = false;     ///< "Morning Ride"
  bool log_without_gear = false;
  bool log_without_duration = false;
  bool log_wrong_gear = false;
};

/// What really happened.
struct Workout {
  EpochSeconds start = 0; ///< UTC
  int utc_offset_s = 7200;
  std::string sport;
  std::string sub_sport = "generic";
  std::string name;
  std::string gear;
  double distance_m = 0; ///< 0: none
  int moving_s = 0;
  int elapsed_s = 0;
  std::string format = "fit"; ///< of its file
  Quirks quirks;
};

/// One second of it.
struct Sample {
  EpochSeconds time = 0;
  Position position;
  double altitude_m = 0;
  double distance_m = 0;
  double speed_mps = 0;
  int heart_rate = 0;
  int cadence = 0;
  int power = 0; ///< rides only
};

/// June to August 2025 of somebody in Zürich who rides, runs and lifts. The same for the same seed.
std::vector<Workout> make_workouts(std::uint64_t seed = 2025);

/// The samples of one workout; empty when it has no track.
std::vector<Sample> make_track(const Workout& workout);

/// One of a history of any length: a ride on the n-th day since the first of 2010, in UTC.
Workout daily_ride(std::size_t n, const std::string& gear);

/// One that is newer than all of these, the n-th such.
Workout ride_to_come(std::size_t n);

} // namespace tracekit::sandbox
