// SPDX-License-Identifier: MIT
#include "model/columns.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "model/derive.hpp"

namespace tracekit {
namespace {

constexpr double earth_radius_m = 6371008.8;
constexpr double radians_per_degree = std::numbers::pi / 180.0;
constexpr double absent = std::numeric_limits<double>::quiet_NaN();

/// sin(x) for the tiny angles between neighbouring samples (relative error below 1e-14), else the real one.
double sine(double x) {
  if (std::abs(x) < 1e-3) {
    const double square = x * x;
    return x * (1.0 - square / 6.0 * (1.0 - square / 20.0));
  }
  return std::sin(x);
}

double arc_m(double delta_lat, double delta_lon, double cosines) {
  const double a = sine(delta_lat / 2.0);
  const double b = sine(delta_lon / 2.0);
  const double chord = std::sqrt(std::min(1.0, a * a + cosines * b * b));
  const double half_angle = chord < 1e-3 ? chord * (1.0 + chord * chord / 6.0) : std::asin(chord);
  return 2.0 * earth_radius_m * half_angle;
}

/// Gives samples without a value one on the line between their neighbours (by index; flat at the ends).
void fill_gaps(std::vector<double>& values) {
  std::size_t known = values.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) {
      continue;
    }
    if (known == values.size()) {
      std::fill(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(i), values[i]);
    } else if (known + 1 < i) {
      const double slope = (values[i] - values[known]) / static_cast<double>(i - known);
      for (std::size_t k = known + 1; k < i; ++k) {
        values[k] = values[known] + slope * static_cast<double>(k - known);
      }
    }
    known = i;
  }
  if (known < values.size()) {
    std::fill(values.begin() + static_cast<std::ptrdiff_t>(known), values.end(), values[known]);
  }
}

Progress progress_of_device(const Channel& distance) {
  Progress progress;
  std::vector<double> metres = physical_values(distance);
  std::size_t count = 0;
  double last = -std::numeric_limits<double>::infinity();
  for (const double value : metres) {
    if (std::isnan(value)) {
      continue;
    }
    if (value < last || !std::isfinite(value)) {
      return progress;
    }
    last = value;
    ++count;
  }
  if (count < 2 || count * 2 < metres.size()) {
    return progress;
  }
  fill_gaps(metres);
  if (metres.back() > metres.front()) {
    progress.metres = std::move(metres);
  }
  return progress;
}

Progress progress_of_columns(const Channel& latitude, const Channel& longitude,
                             const std::vector<std::uint32_t>& starts) {
  Progress progress;
  const std::size_t size = latitude.values.size();
  std::vector<double> metres(size, absent);
  auto next_start = starts.begin();
  double sum = 0;
  double last_lat = 0;
  double last_lon = 0;
  double last_cos = 0;
  bool connected = false;
  std::size_t count = 0;
  for (std::size_t i = 0; i < size; ++i) {
    while (next_start != starts.end() && *next_start <= i) {
      connected = false;
      ++next_start;
    }
    if (latitude.values[i] == no_value || longitude.values[i] == no_value) {
      continue;
    }
    const double lat = *latitude.at(i) * radians_per_degree;
    const double lon = *longitude.at(i) * radians_per_degree;
    const double cosine = std::cos(lat);
    if (connected) {
      sum += arc_m(lat - last_lat, lon - last_lon, cosine * last_cos);
    }
    last_lat = lat;
    last_lon = lon;
    last_cos = cosine;
    connected = true;
    ++count;
    metres[i] = sum;
  }
  if (count == 0 || !std::isfinite(sum)) {
    return progress;
  }
  fill_gaps(metres);
  progress.metres = std::move(metres);
  progress.from_positions = true;
  return progress;
}

} // namespace

double haversine_m(Position a, Position b) {
  const double lat_a = a.lat * radians_per_degree;
  const double lat_b = b.lat * radians_per_degree;
  return arc_m(lat_b - lat_a, (b.lon - a.lon) * radians_per_degree, std::cos(lat_a) * std::cos(lat_b));
}

ChannelStatistics statistics_of(const Channel& channel, bool without_zeros) {
  ChannelStatistics out;
  double sum = 0;
  double max = -std::numeric_limits<double>::infinity();
  if (channel.kind == ChannelKind::scaled) {
    const double zero = without_zeros ? channel.offset * channel.scale : absent;
    for (const std::int64_t raw : channel.values) {
      const auto value = static_cast<double>(raw);
      if (raw != no_value && value != zero) {
        sum += value;
        max = std::max(max, value);
        ++out.count;
      }
    }
    sum = sum / channel.scale - channel.offset * static_cast<double>(out.count);
    max = max / channel.scale - channel.offset;
  } else {
    for (std::size_t i = 0; i < channel.values.size(); ++i) {
      const auto value = channel.at(i);
      if (value && std::isfinite(*value) && !(without_zeros && *value == 0.0)) {
        sum += *value;
        max = std::max(max, *value);
        ++out.count;
      }
    }
  }
  if (out.count > 0) {
    out.mean = sum / static_cast<double>(out.count);
    out.max = max;
  }
  return out;
}

std::vector<double> physical_values(const Channel& channel) {
  std::vector<double> out(channel.values.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = channel.at(i).value_or(absent);
  }
  return out;
}

Progress progress_of(const Streams& streams) {
  Progress progress;
  if (const Channel* distance = streams.find("distance")) {
    progress = progress_of_device(*distance);
  }
  return progress.known() ? progress : progress_of_positions(streams);
}

Progress progress_of_positions(const Streams& streams) {
  const Channel* latitude = streams.find("latitude");
  const Channel* longitude = streams.find("longitude");
  if (latitude == nullptr || longitude == nullptr) {
    return {};
  }
  return progress_of_columns(*latitude, *longitude, streams.segment_starts);
}

} // namespace tracekit
