// SPDX-License-Identifier: MIT
#include "providers/strava/polyline.hpp"

#include <cmath>
#include <cstdint>
#include <optional>

namespace tracekit::strava {
namespace {

constexpr std::size_t sketch_points = 32;
constexpr double steps_a_degree = 1e5;

/// One number in groups of five bits, the lowest first; its sign is the lowest bit.
std::optional<std::int64_t> next_number(std::string_view text, std::size_t& at) {
  constexpr int offset = 63;
  constexpr unsigned more = 0x20;
  constexpr unsigned largest_shift = 30; // a degree of 180 needs 26 bits
  std::uint64_t bits = 0;
  for (unsigned shift = 0; at < text.size() && shift <= largest_shift; shift += 5) {
    const int value = text[at++] - offset;
    if (value < 0 || value > 63) {
      return std::nullopt;
    }
    bits |= std::uint64_t{static_cast<unsigned>(value) & (more - 1)} << shift;
    if ((static_cast<unsigned>(value) & more) == 0) {
      const auto half = static_cast<std::int64_t>(bits >> 1U);
      return (bits & 1U) != 0 ? ~half : half;
    }
  }
  return std::nullopt;
}

} // namespace

std::vector<Position> sketch_of(std::string_view encoded) {
  std::vector<Position> points;
  std::int64_t lat = 0;
  std::int64_t lon = 0;
  for (std::size_t at = 0; at < encoded.size();) {
    const auto north = next_number(encoded, at);
    const auto east = north ? next_number(encoded, at) : std::nullopt;
    if (!east) {
      return {};
    }
    lat += *north;
    lon += *east;
    const Position point{static_cast<double>(lat) / steps_a_degree, static_cast<double>(lon) / steps_a_degree};
    if (std::abs(point.lat) > 90 || std::abs(point.lon) > 180) {
      return {};
    }
    points.push_back(point);
  }
  if (points.size() <= sketch_points) {
    return points;
  }
  std::vector<Position> sketch;
  for (std::size_t i = 0; i < sketch_points; ++i) {
    sketch.push_back(points[i * (points.size() - 1) / (sketch_points - 1)]);
  }
  return sketch;
}

} // namespace tracekit::strava
