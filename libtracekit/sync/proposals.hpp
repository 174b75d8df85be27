// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "sync/plan.hpp"
#include "sync/workout_view.hpp"

namespace tracekit::sync {

/// What the proposals of one workout have in common.
struct Proposals {
  const PlanInput& input;
  const std::unordered_set<std::string>& dismissed;
  const WorkoutView& view;
  std::vector<Change>& changes;

  /// Fills in activity, staleness and what blocks it, and keeps it unless the person dismissed it.
  void propose(Change&& change) const;
};

void propose_names(const Proposals& proposals);
void propose_equipment(const Proposals& proposals);
void propose_metadata(const Proposals& proposals);
void propose_additions(const Proposals& proposals);
void propose_downloads(const Proposals& proposals);
void notice_duplicates(const Proposals& proposals);

/// Whether the provider takes workouts of this sport.
bool takes_sport(const ProviderRules& rules, const WorkoutView& view);

/// Values of a write-only provider that were read more than seven days ago must be read again before anything rests on
/// them.
bool is_stale(const ProviderRules& rules, const Record& record, EpochSeconds now);

} // namespace tracekit::sync
