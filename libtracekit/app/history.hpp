// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "store/repositories/journal.hpp"

namespace tracekit::app {

/// The workout that a change was about, as it is now.
struct ChangedWorkout {
  ActivityId activity = 0;
  std::string name;
  std::optional<Date> day; ///< local; nothing when its records tell none
};

/// A change that was made at a provider.
struct PastChange {
  store::JournalEntry entry;
  std::optional<ChangedWorkout> workout; ///< nothing when none of its records is here any more
};

/// The newest `limit` changes, newest first, or those older than the journal number `before`.
std::vector<PastChange> history(App& app, std::int64_t limit, std::optional<std::int64_t> before = std::nullopt);

/// A workout as it is now, likewise.
std::optional<ChangedWorkout> workout_now(App& app, ActivityId id);

/// The workout of one change, likewise.
std::optional<ChangedWorkout> changed_workout(App& app, const store::Intent& intent);

/// A list of what `to_json` of the entry tells, with `"workout": {"activity", "name", "day"}`, or null.
nlohmann::json to_json(const std::vector<PastChange>& changes);

} // namespace tracekit::app
