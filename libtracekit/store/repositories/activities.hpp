// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/activity.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// A link and the activity that it leads to.
struct ActivityLink {
  ActivityId activity = 0;
  Link link;
  friend bool operator==(const ActivityLink&, const ActivityLink&) = default;
};

/// One person's activities: stable ids and the records that they are made of. An activity's day and month are those of
/// its founder's record (else of its first record that has a day) and follow `save_links` and `refresh_days`.
class Activities : public Scope {
public:
  using Scope::Scope;

  /// A new, empty activity. Ids are never reused, not even after a rollback by another process's eyes.
  ActivityId create();

  /// Makes these the links of the activity. A record that was linked elsewhere moves here. Links to records that are
  /// marked deleted stay as they are. Throws Error(not_found) for a record or activity that is not stored.
  void save_links(ActivityId id, std::span<const Link> links);
  /// The same for many activities, in one transaction.
  void save(std::span<const Activity> activities);

  /// Works out the day and month again from the records.
  void refresh_days(std::span<const ActivityId> ids);

  /// The younger becomes an alias of the older, its links move there.
  void merge(ActivityId younger, ActivityId older);
  /// The id itself, or the one that it is an alias of; nothing when there never was such an activity.
  [[nodiscard]] std::optional<ActivityId> resolve(ActivityId id_or_alias) const;

  [[nodiscard]] std::optional<Activity> find(ActivityId id_or_alias) const;
  [[nodiscard]] std::optional<ActivityId> of_record(const RecordKey& key) const;
  /// Activities whose day is in [from, to], by day and id, with the links to records that are not deleted.
  [[nodiscard]] std::vector<Activity> in_days(std::int64_t from_day, std::int64_t to_day) const;
  /// Links of the records whose own local day is in [from, to].
  [[nodiscard]] std::vector<ActivityLink> links_of_records_in_days(std::int64_t from_day, std::int64_t to_day) const;
  /// The activity with the latest start.
  [[nodiscard]] std::optional<Activity> latest() const;
  [[nodiscard]] std::int64_t count() const; ///< of those with at least one record

  /// Removes activities without links; their ids stay used.
  std::uint64_t remove_empty();
};

} // namespace tracekit::store
