// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "match/match.hpp"

namespace tracekit::app {

/// Which activity each group of records is from now on.
struct Identities {
  /// Parallel to the groups: the activity id it keeps, or nothing for a new activity.
  std::vector<std::optional<ActivityId>> ids;
  /// Younger activities that were found to be an older one: (younger, older).
  std::vector<std::pair<ActivityId, ActivityId>> aliases;
};

/// Keeps ids stable when records are matched again: an activity stays with the group that holds most of its
/// records (the earlier group on a tie); a group that inherits several keeps the oldest, and the others
/// become its aliases. Pure. `current` says where the record of each place stands now.
Identities keep_identities(std::span<const match::Group> groups,
                           const std::function<std::optional<ActivityId>(std::uint32_t record)>& current);

} // namespace tracekit::app
