// SPDX-License-Identifier: MIT
#include "match/company.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace tracekit::match {
namespace {

constexpr std::ptrdiff_t around = 24; ///< workouts before and after that are asked: habits change with the years
constexpr double most_bits = 5;
constexpr double least_bits = 1;

/// How many workouts lie with some services, and how many of these with others as well.
struct Habit {
  double all = 0;
  double together = 0;

  [[nodiscard]] double share() const { return all > 0 ? together / all : 0; }
  /// How surprising it is to be missing there. Few workouts prove little, and none nothing.
  [[nodiscard]] double surprise() const { return -std::log2((all - together + 0.5) / (all + 1)); }
};

void note(Habit& habit, bool lies_here, bool lies_there) {
  habit.all += lies_here ? 1 : 0;
  habit.together += lies_here && lies_there ? 1 : 0;
}

} // namespace

Company::Company(const Workbench& bench) : bench_(bench) {
  for (Index i = 0; i < bench.items.size(); ++i) {
    if (bench.item(i).timed && bench.clusters.primary(i) == i) {
      workouts_.push_back(i);
    }
  }
}

std::optional<Feature> Company::missing(Index x, Index y) const {
  const std::uint64_t here = bench_.clusters.provider_bits(x);
  const std::uint64_t there = bench_.clusters.provider_bits(y);
  if (here == 0 || there == 0 || (here & there) != 0) {
    return std::nullopt;
  }
  Habit of_x;
  Habit of_y;
  const auto at = std::lower_bound(workouts_.begin(), workouts_.end(), x);
  const auto first = at - std::min(around, at - workouts_.begin());
  const auto last = at + std::min(around, workouts_.end() - at);
  for (auto each = first; each != last; ++each) {
    const Index root = bench_.clusters.root(*each);
    if (root != bench_.clusters.root(x) && root != bench_.clusters.root(y)) {
      const std::uint64_t services = bench_.clusters.provider_bits(*each);
      note(of_x, (services & here) != 0, (services & there) != 0);
      note(of_y, (services & there) != 0, (services & here) != 0);
    }
  }
  const double bits = std::min(most_bits, std::floor(of_x.surprise() + of_y.surprise()) / 2);
  return bits < least_bits ? std::nullopt
                           : std::optional(Feature{Finding::missing, bits, std::min(of_x.share(), of_y.share())});
}

} // namespace tracekit::match
