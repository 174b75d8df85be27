// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "match/overlap_pair.hpp"
#include "match/stages.hpp"

namespace tracekit::match {
namespace {

constexpr double longest_span_s = 48 * 3600; ///< a device that was never stopped
constexpr std::int64_t nearest_s = 900;
constexpr Index most_neighbours = 96;
constexpr std::size_t most_members = 48; ///< more records than anybody has of one workout

bool clearer(const OverlapPair& x, const OverlapPair& y) {
  if (x.bits != y.bits) {
    return x.bits > y.bits;
  }
  if (x.starts_apart != y.starts_apart) {
    return x.starts_apart < y.starts_apart;
  }
  return x.a != y.a ? x.a < y.a : x.b < y.b;
}

/// Until when another record must have begun to be compared.
std::int64_t reach_of(const Item& item) {
  return item.start + std::max(static_cast<std::int64_t>(std::min(item.span_s, longest_span_s)), nearest_s);
}

bool nearly_equal(double least, double most, double share) { return least > 0 && most - least <= share * most; }

/// Whether records, in order of time, agree so plainly in time, distance and duration that the full comparison of any
/// two can only link them: it gives at least 12 bits, and asks for no tracks. Where the extremes agree, any two do.
bool are_plainly_one(std::span<const Item> items, const std::vector<Index>& records) {
  const Item& first = items[records.front()];
  if (items[records.back()].start - first.start > 60) {
    return false;
  }
  std::pair distance(first.distance_m, first.distance_m);
  std::pair span(first.span_s, first.span_s);
  std::uint64_t providers = 0; // a bit for each
  for (const Index i : records) {
    const Item& item = items[i];
    const std::uint64_t provider = item.provider < 64 ? std::uint64_t{1} << item.provider : ~std::uint64_t{0};
    if ((providers & provider) != 0 || item.family != first.family || item.parent != first.parent) {
      return false;
    }
    providers |= provider;
    distance = {std::min(distance.first, item.distance_m), std::max(distance.second, item.distance_m)};
    span = {std::min(span.first, item.span_s), std::max(span.second, item.span_s)};
  }
  return nearly_equal(distance.first, distance.second, 0.02) && nearly_equal(span.first, span.second, 0.03);
}

/// Links one stretch of time after the other; nothing in one reaches into the next.
class Overlaps {
public:
  explicit Overlaps(Workbench& bench) : bench_(bench), clusters_(bench.clusters) {}

  void link_stretch(Index first, Index last);

private:
  using State = std::pair<std::size_t, std::size_t>; ///< root and size: unchanged until it grows

  [[nodiscard]] bool takes_part(Index i) const { return bench_.item(i).timed && clusters_.part(i) == 0; }
  [[nodiscard]] bool is_one_workout(Index first, Index last);
  void compare_all(Index first, Index last);
  [[nodiscard]] OverlapPair known(Index a, Index b) const;
  [[nodiscard]] bool members_agree(Index x, Index y, bool of_primaries) const;
  [[nodiscard]] bool clusters_agree(Index a, Index b) const;
  void try_link(const OverlapPair& pair);

  Workbench& bench_;
  Clusters& clusters_;
  Index first_ = 0;
  std::vector<Index> timed_;       ///< the records of the stretch that tell their time
  std::vector<OverlapPair> pairs_; ///< by a, then b
  std::vector<std::size_t> from_;  ///< where the pairs of each record begin, and one past the last
  std::vector<OverlapPair> edges_; ///< those that may be linked or asked about, the clearest first
  std::set<std::pair<State, State>> refused_;
};

/// Whether all of the stretch are plainly one workout, as nearly always: then the order of linking does not matter, and
/// nothing needs to be weighed.
bool Overlaps::is_one_workout(Index first, Index last) {
  timed_.clear();
  for (Index i = first; i < last; ++i) {
    if (bench_.item(i).timed) {
      timed_.push_back(i);
    }
  }
  if (!are_plainly_one(bench_.items, timed_)) {
    return false;
  }
  const auto stands_here = [&](Index i) { return i >= first && i < last && takes_part(i); };
  return std::all_of(timed_.begin(), timed_.end(), [&](Index i) {
    bool alone = !clusters_.has_separations(i);
    clusters_.each_member(i, [&](Index member) { alone = alone && stands_here(member); });
    return alone;
  });
}

void Overlaps::compare_all(Index first, Index last) {
  first_ = first;
  pairs_.clear();
  from_.clear();
  for (Index i = first; i < last; ++i) {
    from_.push_back(pairs_.size());
    if (!takes_part(i)) {
      continue;
    }
    const std::int64_t until = reach_of(bench_.item(i));
    Index compared = 0;
    for (Index j = i + 1; j < last && bench_.item(j).start <= until && compared < most_neighbours; ++j) {
      if (takes_part(j)) {
        ++compared;
        pairs_.push_back(compare_overlap(bench_, i, j));
      }
    }
  }
  from_.push_back(pairs_.size());
}

OverlapPair Overlaps::known(Index a, Index b) const {
  const Index x = std::min(a, b);
  const Index y = std::max(a, b);
  if (x >= first_ && x - first_ + 1 < from_.size()) {
    for (std::size_t at = from_[x - first_]; at < from_[x - first_ + 1]; ++at) {
      if (pairs_[at].b == y) {
        return pairs_[at];
      }
    }
  }
  return compare_overlap(bench_, x, y);
}

bool Overlaps::members_agree(Index x, Index y, bool of_primaries) const {
  const Item& p = bench_.item(x);
  const Item& q = bench_.item(y);
  // For a part speaks its whole.
  if (!takes_part(x) || !takes_part(y)) {
    return true;
  }
  const OverlapPair pair = known(x, y);
  if (p.provider == q.provider) {
    return pair.link; // only duplicates do
  }
  // What a person or an identity joined may disagree in its times; then only the pair at hand counts.
  if (clusters_.joined[x] != Joined::by_score || clusters_.joined[y] != Joined::by_score) {
    return true;
  }
  return !pair.times_differ && (pair.bits >= (of_primaries ? doubtful : 0) || are_pieces(p, q));
}

/// All members must get along, and each side's best witness must be convincing to the other: no chains.
bool Overlaps::clusters_agree(Index a, Index b) const {
  const Index primary_a = clusters_.primary(a);
  const Index primary_b = clusters_.primary(b);
  bool agree = true;
  clusters_.each_member(a, [&](Index x) {
    clusters_.each_member(b, [&](Index y) { agree = agree && members_agree(x, y, x == primary_a && y == primary_b); });
  });
  return agree;
}

void Overlaps::try_link(const OverlapPair& pair) {
  if (clusters_.root(pair.a) == clusters_.root(pair.b)) {
    return;
  }
  const auto state_of = [&](Index item) { return State{clusters_.root(item), clusters_.size(item)}; };
  const std::pair<State, State> states = std::minmax({state_of(pair.a), state_of(pair.b)});
  if (states.first.second + states.second.second > most_members || clusters_.separated(pair.a, pair.b) ||
      refused_.contains(states)) {
    return;
  }
  if (clusters_agree(pair.a, pair.b)) {
    clusters_.merge(pair.a, pair.b);
  } else {
    refused_.insert(states);
  }
}

void Overlaps::link_stretch(Index first, Index last) {
  if (is_one_workout(first, last)) {
    for (const Index each : timed_) {
      clusters_.merge(timed_.front(), each);
    }
    return;
  }
  compare_all(first, last);
  edges_.clear();
  std::copy_if(pairs_.begin(), pairs_.end(), std::back_inserter(edges_),
               [](const OverlapPair& pair) { return pair.bits >= doubtful; });
  std::sort(edges_.begin(), edges_.end(), clearer);
  refused_.clear();
  for (const OverlapPair& edge : edges_) {
    if (edge.link) {
      try_link(edge);
    }
  }
  for (const OverlapPair& edge : edges_) {
    if (clusters_.root(edge.a) != clusters_.root(edge.b) && !clusters_.share_provider(edge.a, edge.b)) {
      const Item& a = bench_.item(edge.a);
      const Item& b = bench_.item(edge.b);
      bench_.ask(edge.a, edge.b, score_timed(a, b, Positions::always),
                 sports_agree(a, b) ? "they share their time only in part"
                                    : "they happened at the same time, but as different sports");
    }
  }
}

} // namespace

void link_overlaps(Workbench& bench) {
  Overlaps overlaps(bench);
  const std::span<const Item> items = bench.items;
  for (Index first = 0; first < items.size();) {
    std::int64_t reach = INT64_MIN;
    Index last = first;
    Index timed = 0;
    for (; last < items.size() && (last == first || items[last].start <= reach); ++last) {
      if (items[last].timed) {
        reach = std::max(reach, reach_of(items[last]));
        ++timed;
      }
    }
    if (timed > 1) {
      overlaps.link_stretch(first, last);
    }
    first = last;
  }
}

} // namespace tracekit::match
