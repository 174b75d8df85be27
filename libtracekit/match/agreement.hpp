// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>

#include "match/item.hpp"
#include "match/score.hpp"

namespace tracekit::match {

/// Up to which difference something agrees, and what that is worth.
struct Level {
  double limit;
  double bits;
};

/// The bits of the first level that holds the value.
template <std::size_t count> double bits_at(const Level (&levels)[count], double value, double beyond) {
  for (const Level& level : levels) {
    if (value <= level.limit) {
      return level.bits;
    }
  }
  return beyond;
}

inline constexpr Level distance_levels[] = {{0.005, 4}, {0.02, 3}, {0.05, 1.5}, {0.15, -2}};
inline constexpr Level duration_levels[] = {{0.01, 3}, {0.03, 2}, {0.10, 1}, {0.25, -1}};

/// The closest of elapsed, timer and moving time against each other, as a relative difference.
std::optional<double> closest_duration(const Item& a, const Item& b);

inline Feature sport_of(const Item& a, const Item& b) {
  if (a.family == 0 || b.family == 0) {
    return {Finding::sport, 0, 0};
  }
  if (a.family != b.family) {
    return {Finding::sport, -7, 1};
  }
  const bool same = a.sport == b.sport && (a.sub_sport == b.sub_sport || a.sub_sport == 0 || b.sub_sport == 0);
  return {Finding::sport, !same ? 0.0 : a.frequent_sport ? 1.0 : 2.5, 0};
}

/// The same name on both; nothing where they differ.
inline std::optional<Feature> title_of(const Extras& a, const Extras& b) {
  if (a.title == 0 || a.title != b.title) {
    return std::nullopt;
  }
  return Feature{Finding::title, a.long_title ? 1.0 : 0.5, 0};
}

} // namespace tracekit::match
