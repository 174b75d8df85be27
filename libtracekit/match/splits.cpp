// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdlib>

#include "base/text.hpp"
#include "match/stages.hpp"
#include "match/track.hpp"

namespace tracekit::match {
namespace {

constexpr std::int64_t slack_s = 300;     ///< by which a part may reach over the whole
constexpr double pause_s = 20 * 60;       ///< between two parts
constexpr double long_pause_s = 2 * 3600; ///< with the same equipment: a stop at a café
constexpr double restart_m = 300;         ///< between the end of one part and the start of the next
constexpr std::size_t most_parts = 9;
constexpr std::size_t most_inside = 48; ///< more than anybody has at one time

bool continues(const Item& before, const Item& after) {
  const double gap = static_cast<double>(*after.start) - before.end();
  const Record& x = *before.record;
  const Record& y = *after.record;
  const bool same_equipment = !x.equipment.empty() && equals_ignoring_case(x.equipment, y.equipment);
  const bool same_place = !x.last || !y.first || plane_distance_m(*x.last, *y.first) <= restart_m;
  return gap >= -30 && gap <= (same_equipment ? long_pause_s : pause_s) && same_place && sports_agree(before, after);
}

/// The parts as if they were one recording.
Item joined_parts(const Workbench& bench, const std::vector<Index>& parts) {
  Item whole = bench.item(parts.front());
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Item& part = bench.item(parts[i]);
    whole.distance_m = whole.distance_m > 0 && part.distance_m > 0 ? whole.distance_m + part.distance_m : 0;
    for (std::size_t d = 0; d < whole.durations.size(); ++d) {
      whole.durations[d] = whole.durations[d] > 0 && part.durations[d] > 0 ? whole.durations[d] + part.durations[d] : 0;
    }
  }
  whole.span_s = bench.item(parts.back()).end() - static_cast<double>(*whole.start);
  whole.durations[0] = whole.span_s;
  return whole;
}

/// Records of other providers inside the time of `whole`, each clearly shorter; by provider, then time.
std::vector<Index> find_inside(const Workbench& bench, Index whole) {
  const Item& item = bench.item(whole);
  const auto first = std::lower_bound(bench.items.begin(), bench.items.end(), *item.start - slack_s,
                                      [](const Item& i, std::int64_t moment) { return i.moment < moment; });
  std::vector<Index> inside;
  for (auto at = first;
       at != bench.items.end() && static_cast<double>(at->moment) < item.end() + slack_s && inside.size() < most_inside;
       ++at) {
    const bool fits = at->start && at->provider != item.provider && at->span_s > 0 && at->span_s < 0.95 * item.span_s &&
                      at->end() <= item.end() + slack_s && !at->parent && sports_agree(*at, item);
    if (fits) {
      inside.push_back(static_cast<Index>(at - bench.items.begin()));
    }
  }
  std::stable_sort(inside.begin(), inside.end(),
                   [&](Index x, Index y) { return bench.item(x).provider < bench.item(y).provider; });
  return inside;
}

/// Takes the first record and those that continue it, one after the other, out of `inside`.
std::vector<Index> take_chain(const Workbench& bench, std::vector<Index>& inside) {
  std::vector<Index> chain{inside.front()};
  inside.erase(inside.begin());
  for (std::size_t i = 0; i < inside.size();) {
    const Item& last = bench.item(chain.back());
    if (bench.item(inside[i]).provider == last.provider && continues(last, bench.item(inside[i]))) {
      chain.push_back(inside[i]);
      inside.erase(inside.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  return chain;
}

bool makes_whole(const Workbench& bench, const std::vector<Index>& parts, const Item& whole) {
  const Score together = score_timed(joined_parts(bench, parts), whole, Positions::never);
  return together.bits >= sure && std::all_of(parts.begin(), parts.end(), [&](Index part) {
           return together.bits >= score_timed(bench.item(part), whole).bits + 3;
         });
}

bool may_join(const Clusters& clusters, const std::vector<Index>& parts, Index whole) {
  return std::all_of(parts.begin(), parts.end(), [&](Index part) {
    const bool here = clusters.root(part) == clusters.root(whole);
    return !clusters.separated(part, whole) && !clusters.separated(part, parts.front()) &&
           (here || clusters.size(part) == 1 || clusters.part(part) != 0);
  });
}

} // namespace

void link_splits(Workbench& bench) {
  Clusters& clusters = bench.clusters;
  for (Index i = 0; i < bench.items.size(); ++i) {
    const Item& item = bench.item(i);
    if (!item.start || item.span_s <= 0 || item.parent || clusters.part(i) != 0) {
      continue;
    }
    std::vector<Index> inside = find_inside(bench, i);
    while (inside.size() > 1) {
      const std::vector<Index> parts = take_chain(bench, inside);
      if (parts.size() < 2 || parts.size() > most_parts || !may_join(clusters, parts, i) ||
          !makes_whole(bench, parts, item)) {
        continue;
      }
      for (std::size_t k = 0; k < parts.size(); ++k) {
        clusters.mark_part(parts[k], static_cast<std::uint8_t>(k + 1));
        clusters.merge(i, parts[k]);
      }
    }
  }
}

} // namespace tracekit::match
