// SPDX-License-Identifier: MIT
#include "model/columns.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "model/derive.hpp"

namespace tracekit {
namespace {

constexpr double earth_radius_m = 6371008.8;
constexpr double radians_per_degree = std::numbers::pi / 180.0;
constexpr double most_exact = 9007199254740992.0; ///< whole numbers up to here lose nothing as double
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
  std::vector<double> metres(distance.values.size(), absent);
  std::size_t count = 0;
  const bool only_grows = with_decoder(distance, [&](auto decode) {
    double last = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < metres.size(); ++i) {
      if (distance.values[i] == no_value) {
        continue;
      }
      const double value = decode(distance.values[i]);
      if (value < last || !std::isfinite(value)) {
        return false;
      }
      metres[i] = last = value;
      ++count;
    }
    return true;
  });
  if (!only_grows || count < 2 || count * 2 < metres.size()) {
    return progress;
  }
  if (count < metres.size()) {
    fill_gaps(metres);
  }
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

/// The integer that stands for 0, `no_value` when there is none.
std::int64_t raw_zero(const Channel& channel) {
  const double zero = channel.kind == ChannelKind::scaled ? channel.offset * channel.scale : 0.0;
  const bool is_whole = std::abs(zero) < most_exact && zero == std::floor(zero);
  return is_whole ? static_cast<std::int64_t>(zero) : no_value;
}

ChannelStatistics statistics_of_scaled(const Channel& channel, Zeros zeros) {
  const std::int64_t left_out = zeros == Zeros::left_out ? raw_zero(channel) : no_value;
  const auto is_counted = [&](std::int64_t raw) { return raw != no_value && raw != left_out; };
  ChannelStatistics out;
  std::uint64_t whole_sum = 0; // wraps around where the values are absurd
  std::int64_t min = std::numeric_limits<std::int64_t>::max();
  std::int64_t max = no_value;
  for (const std::int64_t raw : channel.values) {
    if (is_counted(raw)) {
      whole_sum += static_cast<std::uint64_t>(raw);
      min = std::min(min, raw);
      max = std::max(max, raw);
      ++out.count;
    }
  }
  const auto count = static_cast<double>(out.count);
  const double largest = std::max(std::abs(static_cast<double>(min)), std::abs(static_cast<double>(max)));
  out.sum = static_cast<double>(static_cast<std::int64_t>(whole_sum));
  if (largest * count > most_exact) {
    out.sum = std::accumulate(channel.values.begin(), channel.values.end(), 0.0, [&](double sum, std::int64_t raw) {
      return is_counted(raw) ? sum + static_cast<double>(raw) : sum;
    });
  }
  out.sum = out.sum / channel.scale - channel.offset * count;
  out.min = static_cast<double>(min) / channel.scale - channel.offset;
  out.max = static_cast<double>(max) / channel.scale - channel.offset;
  return out;
}

ChannelStatistics statistics_of_floats(const Channel& channel, Zeros zeros) {
  ChannelStatistics out;
  out.min = std::numeric_limits<double>::infinity();
  out.max = -out.min;
  for (std::size_t i = 0; i < channel.values.size(); ++i) {
    const auto value = channel.at(i);
    if (value && std::isfinite(*value) && (zeros == Zeros::counted || *value != 0.0)) {
      out.sum += *value;
      out.min = std::min(out.min, *value);
      out.max = std::max(out.max, *value);
      ++out.count;
    }
  }
  return out;
}

} // namespace

double haversine_m(Position a, Position b) {
  const double lat_a = a.lat * radians_per_degree;
  const double lat_b = b.lat * radians_per_degree;
  return arc_m(lat_b - lat_a, (b.lon - a.lon) * radians_per_degree, std::cos(lat_a) * std::cos(lat_b));
}

ChannelStatistics statistics_of(const Channel& channel, Zeros zeros) {
  return channel.kind == ChannelKind::scaled ? statistics_of_scaled(channel, zeros)
                                             : statistics_of_floats(channel, zeros);
}

bool has_nonzero(const Channel& channel) {
  return with_decoder(channel, [&](auto decode) {
    return std::any_of(channel.values.begin(), channel.values.end(), [&](std::int64_t raw) {
      const double value = raw == no_value ? 0.0 : decode(raw);
      return std::isfinite(value) && value != 0.0;
    });
  });
}

std::vector<double> physical_values(const Channel& channel) {
  std::vector<double> out(channel.values.size());
  with_decoder(channel, [&](auto decode) {
    std::transform(channel.values.begin(), channel.values.end(), out.begin(),
                   [&](std::int64_t raw) { return raw == no_value ? absent : decode(raw); });
  });
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
