// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "match/stages.hpp"

namespace tracekit::match {
namespace {

/// What is known of two records that lie near each other in time.
struct Pair {
  Index a = 0;
  Index b = 0;
  double bits = 0;
  std::int64_t starts_apart = 0;
  bool link = false;         ///< may be linked for itself, before its clusters are looked at
  bool times_differ = false; ///< their times have nothing in common
};

constexpr double longest_span_s = 48 * 3600; ///< a device that was never stopped
constexpr std::int64_t nearest_s = 900;
constexpr double nearly_sure = 6; ///< for copies in one provider, of which one is hidden
constexpr std::int64_t twin_s = 3;
constexpr Index most_neighbours = 96;
constexpr std::size_t most_members = 48; ///< more records than anybody has of one workout
constexpr std::size_t most_plain = 12;   ///< of so many all pairs are looked at before anything is compared in full

bool times_differ(const Score& score) {
  const Finding timing = score.features().front().kind;
  return timing == Finding::shift || timing == Finding::apart;
}

/// The same workout twice in one provider: uploaded again, or recorded by two devices at once.
bool are_duplicates(const Item& a, const Item& b, const Score& score) {
  if (!sports_agree(a, b) || a.parent != b.parent || score.bits < (score.shared >= mostly ? nearly_sure : sure)) {
    return false;
  }
  const bool known_spans = a.span_s > 0 && b.span_s > 0;
  const bool same_start = std::abs(a.start - b.start) <= 5;
  const bool same_span = !known_spans || score.bits_of(Finding::duration) >= 2;
  return (same_start && same_span) || score.shared >= mostly;
}

/// Whether the pair may be one workout for itself, before its clusters are looked at.
bool links(const Item& a, const Item& b, const Score& score) {
  if (a.parent != b.parent) {
    return false;
  }
  if (a.provider == b.provider) {
    return are_duplicates(a, b, score);
  }
  if (times_differ(score)) {
    return false;
  }
  // Equal lengths prove little when the times have only a part in common.
  const bool known_spans = a.span_s > 0 && b.span_s > 0;
  const bool same_time = score.features().front().bits >= 5 || score.shared >= 0.5 || !known_spans;
  return (score.bits >= sure && same_time) ||
         (score.bits >= doubtful && score.shared >= mostly && !score.sports_differ);
}

/// Whether another provider holds a record of the same length to the second that lies just so far away.
bool has_twin(const Workbench& bench, const Item& item, std::int64_t shift) {
  const std::int64_t there = item.start + shift;
  auto at = std::lower_bound(bench.items.begin(), bench.items.end(), there - twin_s,
                             [](const Item& other, std::int64_t moment) { return other.start < moment; });
  for (; at != bench.items.end() && at->start <= there + twin_s; ++at) {
    const bool same_distance =
        at->distance_m <= 0 || item.distance_m <= 0 || relative_difference(at->distance_m, item.distance_m) <= 0.05;
    if (at->timed && at->provider != item.provider && at->span_s > 0 && std::abs(at->span_s - item.span_s) <= 1 &&
        same_distance && sports_agree(*at, item)) {
      return true;
    }
  }
  return false;
}

/// Whether it has its like a zone away and none where it lies: then what it overlaps here by chance is not its own.
bool is_misplaced(const Workbench& bench, const Item& item) {
  const std::int64_t home = bench.home.offset_s(item.start);
  const std::int64_t place = item.day_is_told ? item.utc_offset_s : home;
  const std::array<std::int64_t, 6> shifts = {place, -place, home, -home, place - home, home - place};
  return !has_twin(bench, item, 0) && std::any_of(shifts.begin(), shifts.end(), [&](std::int64_t shift) {
    return std::abs(shift) >= 900 && has_twin(bench, item, shift);
  });
}

/// Times that have much in common, but neither a start nor an end.
bool is_loose(const Score& score) {
  return score.features().front().kind == Finding::overlap || score.features().front().value > 60;
}

Pair compare(const Workbench& bench, Index x, Index y) {
  const Item& a = bench.item(x);
  const Item& b = bench.item(y);
  const Score score = score_timed(a, b);
  Pair pair{x, y, score.bits, b.start - a.start, links(a, b, score), times_differ(score)};
  if (pair.link && is_loose(score) && (is_misplaced(bench, a) || is_misplaced(bench, b))) {
    pair.link = false;
  }
  return pair;
}

bool clearer(const Pair& x, const Pair& y) {
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

/// Differently cropped copies of one workout may have only a part in common, and yet most of the shorter.
bool are_pieces(const Item& a, const Item& b) {
  const double common = std::min(a.end(), b.end()) - static_cast<double>(std::max(a.start, b.start));
  return sports_agree(a, b) && common >= 0.5 * std::min(a.span_s, b.span_s) && common > 0;
}

bool nearly_equal(double a, double b, double share) {
  return a > 0 && b > 0 && std::abs(a - b) <= share * std::max(a, b);
}

/// Whether two records agree so plainly in time, distance and duration that the full comparison can only link them: it
/// gives at least 12 bits, and asks for no tracks.
bool are_plainly_one(const Item& a, const Item& b) {
  return a.provider != b.provider && a.family == b.family && a.parent == b.parent &&
         std::abs(a.start - b.start) <= 60 && nearly_equal(a.distance_m, b.distance_m, 0.02) &&
         nearly_equal(a.span_s, b.span_s, 0.03);
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
  [[nodiscard]] Pair known(Index a, Index b) const;
  [[nodiscard]] bool members_agree(Index x, Index y, bool of_primaries) const;
  [[nodiscard]] bool clusters_agree(Index a, Index b) const;
  void try_link(const Pair& pair);

  Workbench& bench_;
  Clusters& clusters_;
  Index first_ = 0;
  std::vector<Index> timed_;      ///< the records of the stretch that tell their time
  std::vector<Pair> pairs_;       ///< by a, then b
  std::vector<std::size_t> from_; ///< where the pairs of each record begin, and one past the last
  std::vector<Pair> edges_;       ///< those that may be linked or asked about, the clearest first
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
  if (timed_.size() > most_plain) {
    return false;
  }
  const auto stands_here = [&](Index i) { return i >= first && i < last && takes_part(i); };
  for (auto i = timed_.begin(); i != timed_.end(); ++i) {
    bool alone = !clusters_.has_separations(*i);
    clusters_.each_member(*i, [&](Index member) { alone = alone && stands_here(member); });
    const bool agrees = std::all_of(
        timed_.begin(), i, [&](Index before) { return are_plainly_one(bench_.item(before), bench_.item(*i)); });
    if (!alone || !agrees) {
      return false;
    }
  }
  return true;
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
        pairs_.push_back(compare(bench_, i, j));
      }
    }
  }
  from_.push_back(pairs_.size());
}

Pair Overlaps::known(Index a, Index b) const {
  const Index x = std::min(a, b);
  const Index y = std::max(a, b);
  if (x >= first_ && x - first_ + 1 < from_.size()) {
    for (std::size_t at = from_[x - first_]; at < from_[x - first_ + 1]; ++at) {
      if (pairs_[at].b == y) {
        return pairs_[at];
      }
    }
  }
  return compare(bench_, x, y);
}

bool Overlaps::members_agree(Index x, Index y, bool of_primaries) const {
  const Item& p = bench_.item(x);
  const Item& q = bench_.item(y);
  // For a part speaks its whole.
  if (!takes_part(x) || !takes_part(y)) {
    return true;
  }
  const Pair pair = known(x, y);
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

void Overlaps::try_link(const Pair& pair) {
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
               [](const Pair& pair) { return pair.bits >= doubtful; });
  std::sort(edges_.begin(), edges_.end(), clearer);
  refused_.clear();
  for (const Pair& edge : edges_) {
    if (edge.link) {
      try_link(edge);
    }
  }
  for (const Pair& edge : edges_) {
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

bool sports_agree(const Item& a, const Item& b) { return a.family == 0 || b.family == 0 || a.family == b.family; }

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
