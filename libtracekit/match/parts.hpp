// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "match/stages.hpp"

namespace tracekit::match {

/// Consecutive records of one provider that may be parts of one recording.
using Parts = std::vector<Index>;

inline constexpr std::int64_t slack_s = 300; ///< by which a part may reach over the whole
inline constexpr std::size_t most_parts = 9;

/// Whether a record may be the next part after another.
bool continues(const Item& before, const Item& after);

/// The parts as if they were one recording.
Item joined_parts(const Workbench& bench, const Parts& parts);

/// Marks the parts, and the copies that come with them, and joins them to the whole.
void join_parts(Clusters& clusters, const Parts& parts, Index whole);

} // namespace tracekit::match
