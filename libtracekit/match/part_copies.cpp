// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>
#include <vector>

#include "match/overlap_pair.hpp"
#include "match/stages.hpp"

namespace tracekit::match {
namespace {

constexpr Index most_near_copies = 48;

/// Whether all of a cluster are copies of a part; a whole is not among them.
bool are_copies_of_part(const Workbench& bench, Index copy, Index part) {
  bool are_copies = !bench.clusters.separated(copy, part);
  bench.clusters.each_member(copy, [&](Index member) {
    are_copies = are_copies && bench.item(member).timed && bench.clusters.part(member) == 0 &&
                 compare_overlap(bench, std::min(member, part), std::max(member, part)).link;
  });
  return are_copies;
}

/// A copy takes the number of the part, and brings its own copies along.
void link_copy(Workbench& bench, Index copy, Index part) {
  Clusters& clusters = bench.clusters;
  if (!bench.item(copy).timed || clusters.part(copy) != 0 || clusters.root(copy) == clusters.root(part) ||
      !are_copies_of_part(bench, copy, part)) {
    return;
  }
  const auto number = static_cast<std::uint8_t>(clusters.part(part));
  for (const Index member : clusters.members(copy)) {
    clusters.mark_part(member, number);
  }
  clusters.merge(part, copy);
}

} // namespace

void link_copies_of_parts(Workbench& bench) {
  for (Index part = 0; part < bench.items.size(); ++part) {
    if (bench.clusters.part(part) == 0) {
      continue;
    }
    const Item& item = bench.item(part);
    for (Index i = part + 1, n = 0; i < bench.items.size() && n < most_near_copies; ++i, ++n) {
      if (static_cast<double>(bench.item(i).start) >= item.end()) {
        break;
      }
      link_copy(bench, i, part);
    }
    for (Index i = part, n = 0; i-- > 0 && n < most_near_copies; ++n) {
      if (bench.item(i).end() > static_cast<double>(item.start)) {
        link_copy(bench, i, part);
      }
    }
  }
}

} // namespace tracekit::match
