// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "match/stages.hpp"

namespace tracekit::match {

/// A member of each.
using Workouts = std::vector<Index>;

/// The workouts of each local date, in order of time.
class WorkoutsByDay {
public:
  /// Those that have a time.
  explicit WorkoutsByDay(const Workbench& bench);

  void add(std::int64_t day, Index workout) { sorted_.push_back({day, workout}); }
  /// To be called after the last `add`.
  void sort();
  /// Appends those of the day.
  void list(std::int64_t day, Workouts& workouts) const;

private:
  struct Entry {
    std::int64_t day;
    Index workout;
  };
  std::vector<Entry> sorted_;
};

/// The local date of a workout: what its members tell of themselves, else what `home` makes of it.
std::optional<std::int64_t> day_of(const Workbench& bench, Index cluster);

} // namespace tracekit::match
