// SPDX-License-Identifier: MIT
#include "match/parts.hpp"

#include "base/text.hpp"
#include "match/track.hpp"

namespace tracekit::match {
namespace {

constexpr double pause_s = 20 * 60;       ///< between two parts
constexpr double long_pause_s = 2 * 3600; ///< with the same equipment: a stop at a café
constexpr double restart_m = 300;         ///< between the end of one part and the start of the next

} // namespace

bool continues(const Item& before, const Item& after) {
  const double gap = static_cast<double>(after.start) - before.end();
  // Most are told by their times: what only the records know lies far away.
  if (gap < -30 || gap > long_pause_s || !sports_agree(before, after)) {
    return false;
  }
  const Record& x = *before.record;
  const Record& y = *after.record;
  const bool same_equipment = !x.equipment.empty() && equals_ignoring_case(x.equipment, y.equipment);
  const bool same_place = !x.last || !y.first || plane_distance_m(*x.last, *y.first) <= restart_m;
  return gap <= (same_equipment ? long_pause_s : pause_s) && same_place;
}

Item joined_parts(const Workbench& bench, const Parts& parts) {
  Item whole = bench.item(parts.front());
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Item& part = bench.item(parts[i]);
    whole.distance_m = whole.distance_m > 0 && part.distance_m > 0 ? whole.distance_m + part.distance_m : 0;
    for (std::size_t d = 0; d < whole.durations.size(); ++d) {
      whole.durations[d] = whole.durations[d] > 0 && part.durations[d] > 0 ? whole.durations[d] + part.durations[d] : 0;
    }
  }
  whole.span_s = bench.item(parts.back()).end() - static_cast<double>(whole.start);
  whole.durations[0] = whole.span_s;
  return whole;
}

void join_parts(Clusters& clusters, const Parts& parts, Index whole) {
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const auto number = static_cast<std::uint8_t>(k + 1);
    const bool comes_along = clusters.part(parts[k]) == 0 && clusters.root(parts[k]) != clusters.root(whole);
    for (const Index copy : comes_along ? clusters.members(parts[k]) : std::vector<Index>{parts[k]}) {
      clusters.mark_part(copy, number);
    }
    clusters.merge(whole, parts[k]);
  }
}

} // namespace tracekit::match
