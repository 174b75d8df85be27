// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/clusters.hpp"
#include "match/item.hpp"

namespace tracekit::match {

/// The rows of one day: a provider's records that tell only this date (days since 1970).
struct RowsOfDay {
  std::int64_t day;
  std::span<Index> rows;
};

/// Those of one provider, in order of the days.
using Days = std::vector<RowsOfDay>;

/// Puts the rows of each day in the order in which things happened, as far as they tell: by `day_order` in their
/// details (1 is the day's first), else by their ids where these grow or shrink with the dates, as row numbers do.
/// Returns whether the order means anything; ids that are hashes do not.
bool put_in_time_order(std::span<const Item> items, const Days& days);

} // namespace tracekit::match
