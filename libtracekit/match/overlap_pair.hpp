// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "match/stages.hpp"

namespace tracekit::match {

/// What is known of two records that lie near each other in time.
struct OverlapPair {
  Index a = 0;
  Index b = 0;
  double bits = 0;
  std::int64_t starts_apart = 0;
  bool link = false;         ///< may be linked for itself, before its clusters are looked at
  bool times_differ = false; ///< their times have nothing in common
};

OverlapPair compare_overlap(const Workbench& bench, Index x, Index y);

/// Differently cropped copies of one workout may have only a part in common, and yet most of the shorter.
bool are_pieces(const Item& a, const Item& b);

} // namespace tracekit::match
