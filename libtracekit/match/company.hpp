// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "match/score.hpp"
#include "match/stages.hpp"

namespace tracekit::match {

/// Which services keep company: where nearly all workouts lie with two of them, one that lies with the first only and
/// one that lies with the second only are rather one workout than two.
class Company {
public:
  /// Of the workouts as they are now; those that are merged later are still told apart.
  explicit Company(const Workbench& bench);

  /// The best witness of each workout, in order of time.
  [[nodiscard]] const std::vector<Index>& workouts() const { return workouts_; }

  /// What it is worth that each of two workouts is missing where the other lies; nothing where this is not unusual.
  [[nodiscard]] std::optional<Feature> missing(Index x, Index y) const;

private:
  const Workbench& bench_;
  std::vector<Index> workouts_;
};

} // namespace tracekit::match
