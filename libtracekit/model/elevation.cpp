// SPDX-License-Identifier: MIT
#include "model/elevation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tracekit {
namespace {

constexpr double steady_step_deviation_m = 0.4;
constexpr double rough_curvature_deviation_m = 1.5;
constexpr double half_window_m = 50.0;

/// Known altitudes and how far the athlete had come at each; `metres` stays empty when the way is unknown.
struct Profile {
  std::vector<double> altitudes;
  std::vector<double> metres;
};

Profile known_altitudes(const Channel& channel, const Progress& progress) {
  Profile profile;
  profile.altitudes.reserve(channel.values.size());
  for (std::size_t i = 0; i < channel.values.size(); ++i) {
    const auto value = channel.at(i);
    if (value && std::isfinite(*value)) {
      profile.altitudes.push_back(*value);
      if (progress.known()) {
        profile.metres.push_back(progress.metres[i]);
      }
    }
  }
  return profile;
}

/// Standard deviations of the first and second differences.
struct Roughness {
  double step = 0;
  double curvature = 0;
};

Roughness roughness_of(const std::vector<double>& values) {
  double sum = 0;
  double squares = 0;
  double curvature_squares = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double step = values[i] - values[i - 1];
    sum += step;
    squares += step * step;
    if (i > 1) {
      const double curvature = step - (values[i - 1] - values[i - 2]);
      curvature_squares += curvature * curvature;
    }
  }
  const auto steps = static_cast<double>(values.size() - 1);
  const double mean = sum / steps;
  return {std::sqrt(std::max(0.0, squares / steps - mean * mean)),
          std::sqrt(curvature_squares / std::max(1.0, steps - 1))};
}

std::vector<double> median_of_three(const std::vector<double>& values) {
  std::vector<double> out = values;
  for (std::size_t i = 1; i + 1 < values.size(); ++i) {
    out[i] = std::max(std::min(values[i - 1], values[i]), std::min(std::max(values[i - 1], values[i]), values[i + 1]));
  }
  return out;
}

/// Mean altitude over the way from 50 m before to 50 m after each sample, less at both ends so that the window stays
/// centred.
std::vector<double> averaged_over_way(const Profile& profile) {
  const auto& [altitudes, metres] = profile;
  const std::size_t size = altitudes.size();
  std::vector<double> area(size, 0.0); // integral of the altitude over the way up to each sample
  for (std::size_t i = 1; i < size; ++i) {
    area[i] = area[i - 1] + (altitudes[i] + altitudes[i - 1]) / 2.0 * (metres[i] - metres[i - 1]);
  }
  const auto area_at = [&](double metre, std::size_t left) {
    const double length = left + 1 < size ? metres[left + 1] - metres[left] : 0.0;
    if (length <= 0) {
      return area[left];
    }
    const double part = metre - metres[left];
    const double altitude = altitudes[left] + (altitudes[left + 1] - altitudes[left]) * part / length;
    return area[left] + (altitudes[left] + altitude) / 2.0 * part;
  };
  std::vector<double> out(size);
  std::size_t low = 0;
  std::size_t high = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const double half = std::min({half_window_m, metres[i] - metres.front(), metres.back() - metres[i]});
    while (low + 1 < size && metres[low + 1] <= metres[i] - half) {
      ++low;
    }
    while (high + 1 < size && metres[high + 1] <= metres[i] + half) {
      ++high;
    }
    out[i] =
        half < 0.5 ? altitudes[i] : (area_at(metres[i] + half, high) - area_at(metres[i] - half, low)) / (2.0 * half);
  }
  return out;
}

} // namespace

Climb zigzag_climb(std::span<const double> altitudes_m, double threshold_m) {
  Climb climb;
  int direction = 0;
  double low = std::numeric_limits<double>::infinity(); // while there is no direction yet
  double high = -std::numeric_limits<double>::infinity();
  double reference = 0;
  double extreme = 0;
  for (const double altitude : altitudes_m) {
    if (std::isnan(altitude)) {
      continue;
    }
    if (direction == 0) {
      low = std::min(low, altitude);
      high = std::max(high, altitude);
      if (altitude - low >= threshold_m || high - altitude >= threshold_m) {
        direction = altitude - low >= threshold_m ? 1 : -1;
        reference = direction > 0 ? low : high;
        extreme = altitude;
      }
    } else if ((altitude - extreme) * direction > 0) {
      extreme = altitude;
    } else if ((extreme - altitude) * direction >= threshold_m) {
      (direction > 0 ? climb.ascent_m : climb.descent_m) += std::abs(extreme - reference);
      reference = extreme;
      extreme = altitude;
      direction = -direction;
    }
  }
  if (direction != 0) {
    (direction > 0 ? climb.ascent_m : climb.descent_m) += std::abs(extreme - reference);
  }
  return climb;
}

std::optional<Climb> climb_of(const Streams& streams, const Progress& progress) {
  const Channel* altitude = streams.find("altitude");
  if (altitude == nullptr) {
    return std::nullopt;
  }
  const Profile profile = known_altitudes(*altitude, progress);
  if (profile.altitudes.size() < 2) {
    return std::nullopt;
  }
  const Roughness roughness = roughness_of(profile.altitudes);
  if (roughness.step < steady_step_deviation_m) {
    return zigzag_climb(median_of_three(profile.altitudes), 2.0);
  }
  if (!progress.known()) {
    return zigzag_climb(median_of_three(profile.altitudes), 3.0);
  }
  const double threshold = roughness.curvature > rough_curvature_deviation_m ? 10.0
                           : progress.from_positions                         ? 5.0
                                                                             : 3.0;
  return zigzag_climb(averaged_over_way(profile), threshold);
}

} // namespace tracekit
