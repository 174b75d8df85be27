// SPDX-License-Identifier: MIT
#include "match/workouts_by_day.hpp"

#include <algorithm>
#include <map>

namespace tracekit::match {
namespace {

/// The day that most members tell; of several the first.
std::int64_t most_told_day(const Workbench& bench, Index cluster) {
  std::map<std::int64_t, int> votes;
  bench.clusters.each_member(cluster, [&](Index member) {
    const Item& item = bench.item(member);
    if (item.day && item.day_is_told) {
      ++votes[*item.day];
    }
  });
  return std::max_element(votes.begin(), votes.end(), [](const auto& x, const auto& y) { return x.second < y.second; })
      ->first;
}

} // namespace

std::optional<std::int64_t> day_of(const Workbench& bench, Index cluster) {
  std::optional<std::int64_t> told;
  std::optional<std::int64_t> assumed;
  bool agree = true;
  bench.clusters.each_member(cluster, [&](Index member) {
    const Item& item = bench.item(member);
    if (item.day && item.day_is_told) {
      agree = agree && (!told || told == item.day);
      told = item.day;
    } else if (item.day) {
      assumed = item.day;
    }
  });
  return !told ? assumed : agree ? told : most_told_day(bench, cluster);
}

WorkoutsByDay::WorkoutsByDay(const Workbench& bench) {
  for (Index i = 0; i < bench.items.size(); ++i) {
    if (bench.item(i).timed && bench.clusters.primary(i) == i) {
      if (const auto day = day_of(bench, i)) {
        add(*day, i);
      }
    }
  }
  sort();
}

void WorkoutsByDay::sort() {
  const auto earlier = [](const Entry& x, const Entry& y) { return x.day < y.day; };
  if (!std::is_sorted(sorted_.begin(), sorted_.end(), earlier)) { // mostly it is
    std::stable_sort(sorted_.begin(), sorted_.end(), earlier);
  }
}

void WorkoutsByDay::list(std::int64_t day, Workouts& workouts) const {
  auto at = std::lower_bound(sorted_.begin(), sorted_.end(), day,
                             [](const Entry& entry, std::int64_t sought) { return entry.day < sought; });
  for (; at != sorted_.end() && at->day == day; ++at) {
    workouts.push_back(at->workout);
  }
}

} // namespace tracekit::match
