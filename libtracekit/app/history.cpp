// SPDX-License-Identifier: MIT
#include "app/history.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "app/changes.hpp"
#include "app/merged_record.hpp"

namespace tracekit::app {
namespace {

/// What a change adds has no record of its own before it is made: it is known by the one that it was made from.
std::optional<ActivityId> activity_of(App& app, const store::Intent& intent) {
  const auto target = app.mine().activities.of_record(intent.target);
  return target ? target : app.mine().activities.of_record(intent.source);
}

} // namespace

std::optional<ChangedWorkout> workout_now(App& app, ActivityId id) {
  std::vector<Record> records;
  for (store::LinkedRecord& linked : app.mine().records.of_activity(id)) {
    if (!linked.record.deleted_at) {
      records.push_back(std::move(linked.record));
    }
  }
  if (records.empty()) {
    return std::nullopt;
  }
  Record merged = merged_view(app, records).record;
  return ChangedWorkout{id, std::move(merged.name), local_date(merged, app.home())};
}

std::vector<PastChange> history(App& app, std::int64_t limit, std::optional<std::int64_t> before) {
  std::vector<PastChange> changes;
  std::map<ActivityId, std::optional<ChangedWorkout>> known; // many changes are of few workouts
  for (store::JournalEntry& entry : app.mine().journal.list(limit, before)) {
    PastChange change{std::move(entry), std::nullopt};
    if (const auto id = activity_of(app, change.entry.intent)) {
      const auto [place, is_new] = known.try_emplace(*id);
      if (is_new) {
        place->second = workout_now(app, *id);
      }
      change.workout = place->second;
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

std::optional<ChangedWorkout> changed_workout(App& app, const store::Intent& intent) {
  const auto id = activity_of(app, intent);
  return id ? workout_now(app, *id) : std::nullopt;
}

nlohmann::json to_json(const std::vector<PastChange>& changes) {
  using nlohmann::json;
  json out = json::array();
  for (const auto& [entry, workout] : changes) {
    json one = to_json(entry);
    one["workout"] = !workout ? json(nullptr)
                              : json{{"activity", workout->activity},
                                     {"name", workout->name},
                                     {"day", workout->day ? json(format_date(*workout->day)) : json(nullptr)}};
    out.push_back(std::move(one));
  }
  return out;
}

} // namespace tracekit::app
