// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "store/repositories/placement.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// An activity as matching left it.
struct MatchedActivity {
  std::optional<ActivityId> id; ///< nothing: a new one
  std::optional<std::int64_t> local_day;
  std::vector<NumberedLink> links;
};

/// One person's activities: stable ids and the records that they are made of. An activity's day and month are those of
/// its founder's record (else of its first record that has a day).
class Activities : public Scope {
public:
  using Scope::Scope;

  /// A new, empty activity. Ids are never reused, not even after a rollback by another process's eyes.
  ActivityId create();

  /// Makes these the links of the activity. A record that was linked elsewhere moves here. Links to records that are
  /// marked deleted stay as they are. Throws Error(not_found) for a record or activity that is not stored.
  void save_links(ActivityId id, std::span<const Link> links);
  /// Adds and replaces the links of many activities, in one transaction, with days that the caller knows; a record that
  /// was linked elsewhere moves, links that are not named stay. Fills in the ids of new ones.
  void save(std::span<MatchedActivity> activities);

  /// The younger becomes an alias of the older, its links move there.
  void merge(ActivityId younger, ActivityId older);
  /// The id itself, or the one that it is an alias of; nothing when there never was such an activity.
  [[nodiscard]] std::optional<ActivityId> resolve(ActivityId id_or_alias) const;

  [[nodiscard]] std::optional<Activity> find(ActivityId id_or_alias) const;
  [[nodiscard]] std::optional<ActivityId> of_record(const RecordKey& key) const;
  /// Activities whose day is in [from, to], by day and id, with the links to records that are not deleted.
  [[nodiscard]] std::vector<Activity> in_days(std::int64_t from_day, std::int64_t to_day) const;
  /// The activity with the latest start.
  [[nodiscard]] std::optional<Activity> latest() const;
  [[nodiscard]] std::int64_t count() const; ///< of those with at least one record

  /// Removes activities without links; their ids stay used.
  std::uint64_t remove_empty();
};

} // namespace tracekit::store
