// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "match/stages.hpp"
#include "match/track.hpp"

namespace tracekit::match {
namespace {

constexpr std::int64_t slack_s = 300;     ///< by which a part may reach over the whole
constexpr double pause_s = 20 * 60;       ///< between two parts
constexpr double long_pause_s = 2 * 3600; ///< with the same equipment: a stop at a café
constexpr double restart_m = 300;         ///< between the end of one part and the start of the next
constexpr double other_cut_s = 45;        ///< by which cuts must differ to be cuts of one recording
constexpr double unnoticed_s = 30;        ///< a gap in all providers at once that is none
constexpr std::size_t most_parts = 9;
constexpr std::size_t most_inside = 48; ///< more than anybody has at one time

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
  whole.span_s = bench.item(parts.back()).end() - static_cast<double>(whole.start);
  whole.durations[0] = whole.span_s;
  return whole;
}

/// Records of other providers from `first` on and inside the time of `whole`, each clearly shorter; by provider, then
/// time.
std::vector<Index> find_inside(const Workbench& bench, Index whole, Index first) {
  const std::span<const Item> items = bench.items;
  const Item& item = items[whole];
  const double until = item.end() + slack_s;
  const double shorter = 0.95 * item.span_s;
  std::vector<Index> inside;
  for (Index i = first; i < items.size() && static_cast<double>(items[i].start) < until; ++i) {
    const Item& part = items[i];
    if (part.span_s < shorter && part.span_s > 0 && part.timed && part.provider != item.provider &&
        part.end() <= until && !part.parent && sports_agree(part, item) && inside.size() < most_inside) {
      inside.push_back(i);
    }
  }
  std::stable_sort(inside.begin(), inside.end(),
                   [&](Index x, Index y) { return items[x].provider < items[y].provider; });
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

/// Whether a part comes alone, or with nothing but copies of itself that carry its identity.
bool is_free(const Workbench& bench, Index part, const Item& whole) {
  bool only_copies = true;
  bench.clusters.each_member(part, [&](Index member) {
    const Item& item = bench.item(member);
    only_copies = only_copies && item.timed && item.span_s > 0 && item.span_s < 0.95 * whole.span_s &&
                  item.provider != whole.provider;
  });
  return bench.clusters.part(part) != 0 || only_copies;
}

bool may_join(const Workbench& bench, const std::vector<Index>& parts, Index whole) {
  const Clusters& clusters = bench.clusters;
  return std::all_of(parts.begin(), parts.end(), [&](Index part) {
    const bool here = clusters.root(part) == clusters.root(whole);
    return !clusters.separated(part, whole) && !clusters.separated(part, parts.front()) &&
           (here || is_free(bench, part, bench.item(whole)));
  });
}

/// Marks the parts, and the copies that come with them, and joins them to the whole.
void join(Clusters& clusters, const std::vector<Index>& parts, Index whole) {
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const auto number = static_cast<std::uint8_t>(k + 1);
    const bool comes_along = clusters.part(parts[k]) == 0 && clusters.root(parts[k]) != clusters.root(whole);
    for (const Index copy : comes_along ? clusters.members(parts[k]) : std::vector<Index>{parts[k]}) {
      clusters.mark_part(copy, number);
    }
    clusters.merge(whole, parts[k]);
  }
}

/// Consecutive records of one provider.
using Chain = std::vector<Index>;

std::vector<Chain> find_chains(const Workbench& bench) {
  constexpr Index none = UINT32_MAX;
  std::vector<Index> latest; // of each provider
  std::vector<Index> next(bench.items.size(), 0);
  std::vector<bool> follows(bench.items.size(), false);
  for (Index i = 0; i < bench.items.size(); ++i) {
    const Item& item = bench.item(i);
    if (!item.timed || item.span_s <= 0 || item.parent || bench.clusters.part(i) != 0) {
      continue;
    }
    if (item.provider >= latest.size()) {
      latest.resize(item.provider + 1, none);
    }
    const Index before = std::exchange(latest[item.provider], i);
    if (before != none && continues(bench.item(before), item)) {
      next[before] = i;
      follows[i] = true;
    }
  }
  std::vector<Chain> chains;
  for (Index i = 0; i < bench.items.size(); ++i) {
    if (next[i] == 0 || follows[i]) {
      continue;
    }
    Chain& chain = chains.emplace_back(1, i);
    while (next[chain.back()] != 0 && chain.size() < most_parts) {
      chain.push_back(next[chain.back()]);
    }
  }
  return chains;
}

/// Whether the parts come alone or with copies of their own length, and no person keeps them from the other chain.
bool all_free(const Workbench& bench, const Chain& parts, const Chain& others) {
  return std::all_of(parts.begin(), parts.end(), [&](Index part) {
    bool free = bench.clusters.part(part) == 0;
    bench.clusters.each_member(part, [&](Index member) {
      free = free && std::abs(bench.item(member).span_s - bench.item(part).span_s) <= other_cut_s;
    });
    return free && std::none_of(others.begin(), others.end(),
                                [&](Index other) { return bench.clusters.separated(part, other); });
  });
}

/// Whether two providers hold one recording, cut at different places.
bool cut_differently(const Workbench& bench, const Chain& a, const Chain& b) {
  if (bench.item(a.front()).provider == bench.item(b.front()).provider ||
      !sports_agree(bench.item(a.front()), bench.item(b.front())) || !all_free(bench, a, b) || !all_free(bench, b, a)) {
    return false;
  }
  // Two devices that were stopped and started between two workouts differ a little at either side of the pause.
  const double ends = bench.item(a.front()).end() - bench.item(b.front()).end();
  const auto starts = static_cast<double>(bench.item(a[1]).start - bench.item(b[1]).start);
  const bool elsewhere = (ends > other_cut_s && starts > other_cut_s) || (ends < -other_cut_s && starts < -other_cut_s);
  return elsewhere && score_timed(joined_parts(bench, a), joined_parts(bench, b), Positions::never).bits >= sure;
}

/// A cut that two have in common is the pause between two workouts.
bool all_cut_differently(const Workbench& bench, const std::vector<const Chain*>& chains) {
  for (std::size_t i = 0; i < chains.size(); ++i) {
    for (std::size_t j = i + 1; j < chains.size(); ++j) {
      if (!cut_differently(bench, *chains[i], *chains[j])) {
        return false;
      }
    }
  }
  return true;
}

/// Whether somebody was recording all the time: then nobody stopped between the parts.
bool leave_no_gap(const Workbench& bench, const std::vector<const Chain*>& chains) {
  std::vector<Index> all;
  for (const Chain* chain : chains) {
    all.insert(all.end(), chain->begin(), chain->end());
  }
  std::sort(all.begin(), all.end());
  double end = bench.item(all.front()).end();
  for (const Index part : all) {
    if (static_cast<double>(bench.item(part).start) > end + unnoticed_s) {
      return false;
    }
    end = std::max(end, bench.item(part).end());
  }
  return true;
}

/// Links the parts of several providers where none holds the whole.
void link_chains(Workbench& bench) {
  const std::vector<Chain> chains = find_chains(bench);
  for (std::size_t i = 0; i < chains.size(); ++i) {
    std::vector<const Chain*> together{&chains[i]};
    const std::int64_t until = bench.item(chains[i].front()).start + slack_s;
    for (std::size_t j = i + 1; j < chains.size() && bench.item(chains[j].front()).start <= until; ++j) {
      together.push_back(&chains[j]);
    }
    if (together.size() > 1 && all_cut_differently(bench, together) && bench.clusters.part(chains[i].front()) == 0 &&
        leave_no_gap(bench, together)) {
      for (const Chain* chain : together) {
        join(bench.clusters, *chain, chains[i].front());
      }
    }
  }
}

} // namespace

void link_splits(Workbench& bench) {
  Clusters& clusters = bench.clusters;
  Index first = 0;
  for (Index i = 0; i < bench.items.size(); ++i) {
    const Item& item = bench.item(i);
    if (!item.timed || item.span_s <= 0 || item.parent || clusters.part(i) != 0) {
      continue;
    }
    while (bench.item(first).start < item.start - slack_s) {
      ++first;
    }
    std::vector<Index> inside = find_inside(bench, i, first);
    while (inside.size() > 1) {
      const std::vector<Index> parts = take_chain(bench, inside);
      if (parts.size() < 2 || parts.size() > most_parts || !may_join(bench, parts, i) ||
          !makes_whole(bench, parts, item)) {
        continue;
      }
      join(clusters, parts, i);
    }
  }
  link_chains(bench);
}

} // namespace tracekit::match
