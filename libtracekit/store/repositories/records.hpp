// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/activity.hpp"
#include "model/month.hpp"
#include "model/record.hpp"
#include "store/repositories/placement.hpp"
#include "store/repositories/scope.hpp"

namespace tracekit::store {

/// A record with the local day that its caller worked out (`local_date`), as days since 1970-01-01.
struct StoredRecord {
  Record record;
  std::optional<std::int64_t> local_day;
  friend bool operator==(const StoredRecord&, const StoredRecord&) = default;
};

/// What happened to the rows.
struct UpsertCounts {
  std::uint64_t added = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;
  UpsertCounts& operator+=(const UpsertCounts& other);
  friend bool operator==(const UpsertCounts&, const UpsertCounts&) = default;
};

/// A record and the activity that it belongs to.
struct LinkedRecord {
  ActivityId activity = 0;
  Link link;
  Record record;
};

/// How a record looked before it changed.
struct RecordVersion {
  EpochSeconds changed_at = 0; ///< when the new values were seen
  std::string changes_json;    ///< `{"name": ["old", "new"], ...}`: portable field names, only those that differ
  friend bool operator==(const RecordVersion&, const RecordVersion&) = default;
};

enum class Deleted { leave_out, include };
/// How much of records is read: all and the evidence of their links, or only what comparing and counting a month needs,
/// which takes half the time.
enum class RecordParts { compared, all };

/// One person's records. Texts that are not UTF-8 are stored with U+FFFD in place of the broken bytes.
class Records : public Scope {
public:
  using Scope::Scope;

  /// Adds or replaces by key, in one transaction. Records that were marked deleted come back. A record whose stored
  /// values differ, `fetched_at` apart, leaves a version behind.
  UpsertCounts upsert(std::span<const StoredRecord> records);

  [[nodiscard]] std::optional<Record> find(const RecordKey& key) const; ///< deleted ones too
  /// Adds the records whose local day is in [from, to] and that are not deleted, in no order. A record is large, so it
  /// is read where it stays.
  void add_of_days(std::int64_t from_day, std::int64_t to_day, PlacedRecords& to) const;
  /// Adds the records of an activity, id or alias, that are not deleted.
  void add_of_activity(ActivityId id, PlacedRecords& to) const;
  /// Records without any day: those whose file or service tells no time.
  [[nodiscard]] std::vector<Record> without_day() const;
  /// The row numbers of those without any day that belong to no activity and are not ignored, by provider and id.
  [[nodiscard]] std::vector<std::int64_t> unmatched_without_day() const;
  /// The newest `limit` records of one provider that are not deleted.
  [[nodiscard]] std::vector<Record> of_provider(const std::string& provider, std::int64_t limit) const;
  /// The provider ids of all records of a provider that are not deleted.
  [[nodiscard]] std::vector<std::string> ids_of_provider(const std::string& provider) const;
  /// Every record in the order in which they first came, in bounded memory. The callback may use the store.
  void for_each(const std::function<void(const StoredRecord&)>& take, Deleted deleted = Deleted::leave_out) const;
  /// First and last local day of all records that are not deleted; nothing when there are none.
  [[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> day_range() const;

  /// Hands out each activity of the month, in the order of their ids, as its records that are not deleted, by provider
  /// and id. One query; what is taken may be moved away.
  void for_each_of_month(Month month, RecordParts parts,
                         const std::function<void(std::span<LinkedRecord* const>)>& take) const;
  [[nodiscard]] std::vector<LinkedRecord> of_activity(ActivityId id) const; ///< id or alias; deleted ones too

  /// Hands out each activity, by its day, with its records that are not deleted. Only what equipment, distance,
  /// duration and their authority are told by is filled in. Those of these local days (both included), or all of them.
  void for_each_gear_use(
      std::optional<std::pair<std::int64_t, std::int64_t>> days,
      const std::function<void(std::optional<std::int64_t> local_day, std::span<LinkedRecord* const>)>& take) const;
  /// The provider's records that are not deleted, whose equipment has an id but not the name that belongs to it here.
  [[nodiscard]] std::vector<Record> with_other_gear_names(const std::string& provider,
                                                          const std::map<std::string, std::string>& name_by_id) const;
  /// Every name of equipment on a record that is not deleted, as written, in no order.
  [[nodiscard]] std::vector<std::string> equipment_names() const;
  /// The months of the activities that have a record with equipment of this name, exactly as written.
  [[nodiscard]] std::vector<Month> months_with_equipment(const std::string& name) const;

  /// Marks records as no longer held by their provider and returns how many were not marked before.
  std::uint64_t mark_deleted(std::span<const RecordKey> keys, EpochSeconds when);

  /// Removes records with their links, streams, versions and known sources; activities stay, possibly empty
  /// (`Activities::remove_empty`). Nothing given means everything.
  std::vector<RecordKey> erase(const std::optional<std::string>& provider, std::optional<Month> month);
  void erase(std::span<const RecordKey> keys);

  /// The content behind a record changed and with it its identity: its link, a person's verdicts and questions go from
  /// `old_key` to `new_key`, the old record is removed, and what differs is kept as a version. `new_key` must be stored
  /// already.
  void replace_identity(const RecordKey& old_key, const RecordKey& new_key, EpochSeconds when);

  [[nodiscard]] std::vector<RecordVersion> versions(const RecordKey& key) const; ///< newest first
  /// Every version of every record, oldest first. The callback must not write.
  void for_each_version(const std::function<void(const RecordKey&, const RecordVersion&)>& take) const;
  /// Adds a version that another database kept; false when it is known, or the record is not here.
  bool add_version(const RecordKey& key, const RecordVersion& version);
  /// Records that are not deleted, by provider.
  [[nodiscard]] std::map<std::string, std::int64_t> counts() const;
};

} // namespace tracekit::store
