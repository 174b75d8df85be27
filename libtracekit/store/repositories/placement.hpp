// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/activity.hpp"

namespace tracekit::store {

/// A link by the row number of its record, for those who write many.
struct NumberedLink {
  std::int64_t record = 0;
  LinkKind kind = LinkKind::founder;
  LinkRole role = LinkRole::member;
  double score = 0; ///< bits; 0 for founders
  std::vector<Evidence> evidence;
};

/// Where a record stands among the workouts now.
struct Placement {
  std::optional<std::int64_t> local_day;
  std::optional<ActivityId> activity; ///< nothing: it has not been matched yet, or is ignored
  std::optional<std::int64_t> activity_day;
  NumberedLink link; ///< how it belongs to the activity; of an unmatched record, its number alone
};

/// Records, of which only what matching, comparing and counting look at is filled in, and where they stand.
struct PlacedRecords {
  std::vector<Record> records;
  std::vector<Placement> placements; ///< parallel to the records
};

} // namespace tracekit::store
