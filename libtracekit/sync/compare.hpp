// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
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
  void add_questions();

  const PlanInput& input_;
  ComparisonParts parts_;
  Columns columns_;
  std::unordered_set<std::string> dismissed_;
  std::vector<Row> rows_;
  std::vector<std::vector<Change>> changes_; ///< parallel to rows_
  /// The records that questions are about, and in which row they stand.
  std::map<RecordKey, std::optional<std::size_t>> asked_about_;
};

/// Compares workouts that are at hand anyway.
Comparison compare(const PlanInput& input, std::span<const Workout> workouts);

} // namespace tracekit::sync
