// SPDX-License-Identifier: MIT
#include <algorithm>
#include <span>
#include <vector>

#include "match/parts.hpp"
#include "match/stages.hpp"

namespace tracekit::match {
namespace {

constexpr std::size_t most_inside = 48; ///< more than anybody has at one time

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
           return together.bits >= score_timed(bench.item(part), whole).bits + margin;
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
      join_parts(clusters, parts, i);
    }
  }
}

} // namespace tracekit::match
