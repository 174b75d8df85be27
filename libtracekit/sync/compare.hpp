// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "sync/plan.hpp"
#include "sync/workout_view.hpp"

namespace tracekit::sync {

/// What is wanted of a comparison: all of it, or only its changes, without rows, to be counted.
enum class ComparisonParts { all, changes };

/// Compares a month's workouts across providers and lists what would bring them into agreement, as
/// docs describe under "The plan". Takes one workout after the other, so that a month's records need never be in memory
/// together. Pure: changes nothing, reads no clock.
class Comparing {
public:
  explicit Comparing(const PlanInput& input, ComparisonParts parts = ComparisonParts::all);

  /// A workout whose local date is in the month. Nothing of it is referred to later.
  void add(const Workout& workout);

  /// What came of all that were added, in any order.
  [[nodiscard]] Comparison finish();

private:
  /// Where a change stands among those of its workout.
  using Place = std::pair<std::size_t, ChangeKind>;
  [[nodiscard]] Place place(const Change& change) const;
  void keep_in_order();
  [[nodiscard]] std::map<std::size_t, std::vector<Change>> questions_by_row() const;

  const PlanInput& input_;
  ComparisonParts parts_;
  Columns columns_;
  std::unordered_set<std::string> dismissed_;
  std::vector<Row> rows_;
  std::vector<Change> proposed_;  ///< for the workout that is being added
  std::deque<Change> changes_;    ///< of one row after the other
  std::vector<std::size_t> ends_; ///< where those of each row end
  /// The records that questions are about, and in which row they stand.
  std::map<RecordKey, std::optional<std::size_t>> asked_about_;
};

/// Compares workouts that are at hand anyway.
Comparison compare(const PlanInput& input, std::span<const Workout> workouts);

} // namespace tracekit::sync
