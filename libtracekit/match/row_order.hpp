// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "match/clusters.hpp"
#include "match/item.hpp"

namespace tracekit::match {

/// The rows of one provider that tell only a date, by that date (days since 1970).
using Days = std::map<std::int64_t, std::vector<Index>>;

/// Puts the rows of each day in the order in which things happened, as far as they tell: by `day_order` in their
/// details (1 is the day's first), else by their ids where these grow or shrink with the dates, as row numbers do.
/// Returns whether the order means anything; ids that are hashes do not.
bool put_in_time_order(std::span<const Item> items, Days& days);

} // namespace tracekit::match
