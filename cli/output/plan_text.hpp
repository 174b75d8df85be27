// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/units.hpp"
#include "output/terminal.hpp"
#include "sync/plan.hpp"

namespace tracekit::cli {

/// What is asked in one question: one change, or all values to fill in for one record.
using Proposal = std::vector<const sync::Change*>;

/// The plan's changes as they are asked, in the plan's order. Refers into `comparison`.
std::vector<Proposal> proposals_of(const sync::Comparison& comparison);

/// A comparison's plan in words. Refers to the comparison.
class PlanWords {
public:
  PlanWords(const sync::Comparison& comparison, Units units);

  /// One proposal in a sentence: `2025-08-03 Klausenpass · Strava: name "Lunch Ride" → "Klausenpass"`.
  [[nodiscard]] std::string sentence(const Proposal& proposal) const;
  /// The whole plan as a list grouped by kind.
  [[nodiscard]] std::string list(const Terminal& terminal) const;

private:
  const sync::Comparison& comparison_;
  Units units_;
  std::unordered_map<ActivityId, std::string> workouts_; ///< in words
};

} // namespace tracekit::cli
