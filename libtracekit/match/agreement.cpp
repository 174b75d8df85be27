// SPDX-License-Identifier: MIT
#include "match/agreement.hpp"

#include <algorithm>
#include <cmath>

namespace tracekit::match {

std::optional<double> closest_duration(const Item& a, const Item& b) {
  constexpr double unknown = 2; // no relative difference exceeds 1
  double closest = unknown;
  for (std::size_t i = 0; i < a.durations.size(); ++i) {
    const double x = a.durations[i];
    if (x <= 0) {
      continue;
    }
    for (std::size_t j = 0; j < b.durations.size(); ++j) {
      const double y = b.durations[j];
      if (x == y) {
        return 0;
      }
      if (y > 0) {
        double difference = relative_difference(x, y);
        if (difference > 0.01 && std::abs(x - y) <= 31 && (a.whole_minutes[i] || b.whole_minutes[j])) {
          difference = 0.01;
        }
        closest = std::min(closest, difference);
      }
    }
  }
  return closest < unknown ? std::optional(closest) : std::nullopt;
}

} // namespace tracekit::match
