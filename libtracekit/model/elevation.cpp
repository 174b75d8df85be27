// SPDX-License-Identifier: MIT
#include "model/elevation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace tracekit {
namespace {

constexpr double steady_step_deviation_m = 0.4;
constexpr double rough_curvature_deviation_m = 1.5;
constexpr double half_window_m = 50.0;
constexpr double no_altitude = std::numeric_limits<double>::quiet_NaN();

/// The present, finite altitudes.
std::vector<double> known_altitudes(const Channel& channel) {
  std::vector<double> altitudes(channel.values.size());
  std::size_t count = 0;
  with_decoder(channel, [&](auto decode) {
    for (const std::int64_t raw : channel.values) {
      const double altitude = raw == no_value ? no_altitude : decode(raw);
      if (std::isfinite(altitude)) {
        altitudes[count++] = altitude;
      }
    }
  });
  altitudes.resize(count);
  return altitudes;
}

/// How far the athlete had come at each of the known altitudes.
std::vector<double> metres_of_known(const Channel& channel, const Progress& progress) {
  std::vector<double> metres;
  metres.reserve(channel.values.size());
  for (std::size_t i = 0; i < channel.values.size(); ++i) {
    if (std::isfinite(channel.at(i).value_or(no_altitude))) {
      metres.push_back(progress.metres[i]);
    }
  }
  return metres;
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

/// Finds complete climbs and descents in altitudes that come one by one.
class Zigzag {
public:
  explicit Zigzag(double threshold_m) : threshold_m_(threshold_m) {}

  void add(double altitude) {
    if (direction_ == 0) {
      begin(altitude);
    } else if ((altitude - extreme_) * direction_ > 0) {
      extreme_ = altitude;
    } else if ((extreme_ - altitude) * direction_ >= threshold_m_) {
      complete();
      reference_ = extreme_;
      extreme_ = altitude;
      direction_ = -direction_;
    }
  }

  Climb finish() {
    if (direction_ != 0) {
      complete();
    }
    return climb_;
  }

private:
  void begin(double altitude) {
    low_ = std::min(low_, altitude);
    high_ = std::max(high_, altitude);
    if (altitude - low_ >= threshold_m_ || high_ - altitude >= threshold_m_) {
      direction_ = altitude - low_ >= threshold_m_ ? 1 : -1;
      reference_ = direction_ > 0 ? low_ : high_;
      extreme_ = altitude;
    }
  }
  void complete() { (direction_ > 0 ? climb_.ascent_m : climb_.descent_m) += std::abs(extreme_ - reference_); }

  double threshold_m_;
  Climb climb_;
  double direction_ = 0;                                 ///< 1 upwards, -1 downwards, 0 while neither is sure
  double low_ = std::numeric_limits<double>::infinity(); ///< while there is no direction yet
  double high_ = -std::numeric_limits<double>::infinity();
  double reference_ = 0;
  double extreme_ = 0;
};

/// The climb of the altitudes after a running median of three, which takes single outliers away.
Climb median_climb(const std::vector<double>& altitudes, double threshold_m) {
  Zigzag zigzag(threshold_m);
  zigzag.add(altitudes.front());
  for (std::size_t i = 1; i + 1 < altitudes.size(); ++i) {
    const auto [low, high] = std::minmax(altitudes[i - 1], altitudes[i]);
    zigzag.add(std::max(low, std::min(high, altitudes[i + 1])));
  }
  zigzag.add(altitudes.back());
  return zigzag.finish();
}

/// Mean altitude over the way from 50 m before to 50 m after each sample, less at both ends so that the window stays
/// centred.
std::vector<double> averaged_over_way(const std::vector<double>& altitudes, const std::vector<double>& metres) {
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
  Zigzag zigzag(threshold_m);
  for (const double altitude : altitudes_m) {
    if (!std::isnan(altitude)) {
      zigzag.add(altitude);
    }
  }
  return zigzag.finish();
}

std::optional<Climb> climb_of(const Streams& streams, const Progress& progress) {
  const Channel* altitude = streams.find("altitude");
  if (altitude == nullptr) {
    return std::nullopt;
  }
  const std::vector<double> altitudes = known_altitudes(*altitude);
  if (altitudes.size() < 2) {
    return std::nullopt;
  }
  const Roughness roughness = roughness_of(altitudes);
  if (roughness.step < steady_step_deviation_m) {
    return median_climb(altitudes, 2.0);
  }
  if (!progress.known()) {
    return median_climb(altitudes, 3.0);
  }
  const double threshold = roughness.curvature > rough_curvature_deviation_m ? 10.0
                           : progress.from_positions                         ? 5.0
                                                                             : 3.0;
  return zigzag_climb(averaged_over_way(altitudes, metres_of_known(*altitude, progress)), threshold);
}

} // namespace tracekit
