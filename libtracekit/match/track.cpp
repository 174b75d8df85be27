// SPDX-License-Identifier: MIT
#include "match/track.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <vector>

namespace tracekit::match {
namespace {

constexpr double metres_per_degree = 111195.0;

struct Point {
  double x = 0;
  double y = 0;
};

std::vector<Point> on_plane(std::span<const Position> track, Position origin) {
  const double metres_east = metres_per_degree * std::cos(origin.lat * std::numbers::pi / 180.0);
  std::vector<Point> points;
  points.reserve(track.size());
  for (const Position& p : track) {
    double turn = p.lon - origin.lon;
    turn -= 360.0 * std::round(turn / 360.0);
    points.push_back({turn * metres_east, (p.lat - origin.lat) * metres_per_degree});
  }
  return points;
}

double squared_distance(Point p, Point a, Point b) {
  const double along_x = b.x - a.x;
  const double along_y = b.y - a.y;
  const double length = along_x * along_x + along_y * along_y;
  const double t = length > 0 ? std::clamp(((p.x - a.x) * along_x + (p.y - a.y) * along_y) / length, 0.0, 1.0) : 0.0;
  const double dx = p.x - (a.x + t * along_x);
  const double dy = p.y - (a.y + t * along_y);
  return dx * dx + dy * dy;
}

double mean_step(const std::vector<Point>& track) {
  double length = 0;
  for (std::size_t i = 1; i < track.size(); ++i) {
    length += std::hypot(track[i].x - track[i - 1].x, track[i].y - track[i - 1].y);
  }
  return length / static_cast<double>(track.size() - 1);
}

double share_near(const std::vector<Point>& points, const std::vector<Point>& track, double tolerance) {
  std::size_t near = 0;
  for (const Point& p : points) {
    for (std::size_t i = 1; i < track.size(); ++i) {
      if (squared_distance(p, track[i - 1], track[i]) <= tolerance * tolerance) {
        ++near;
        break;
      }
    }
  }
  return static_cast<double>(near) / static_cast<double>(points.size());
}

double gap(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

} // namespace

double plane_distance_m(Position a, Position b) {
  const Position both[] = {b};
  const std::vector<Point> point = on_plane(both, a);
  return std::hypot(point[0].x, point[0].y);
}

TrackAgreement compare_tracks(std::span<const Position> a, std::span<const Position> b) {
  const std::vector<Point> first = on_plane(a, a.front());
  const std::vector<Point> second = on_plane(b, a.front());
  // Sketches cut corners, by more the longer their steps are.
  const double tolerance = 100.0 + 0.25 * std::min(mean_step(first), mean_step(second));
  TrackAgreement agreement;
  const double forth = share_near(first, second, tolerance);
  const double back = share_near(second, first, tolerance);
  agreement.coverage = std::min(forth, back);
  agreement.best = std::max(forth, back);
  const double straight = gap(first.front(), second.front()) + gap(first.back(), second.back());
  const double crossed = gap(first.front(), second.back()) + gap(first.back(), second.front());
  agreement.reversed = crossed + 4 * tolerance < straight;
  return agreement;
}

} // namespace tracekit::match
