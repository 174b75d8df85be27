// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>
#include <utility>

#include "match/stages.hpp"

namespace tracekit::match {
namespace {

struct Edge {
  Index a = 0;
  Index b = 0;
  double bits = 0;
  std::int64_t starts_apart = 0;
  bool link = false; ///< else only a question
};

constexpr double longest_span_s = 48 * 3600; ///< a device that was never stopped
constexpr std::int64_t nearest_s = 900;
constexpr Index most_neighbours = 96;
constexpr std::size_t most_members = 48; ///< more records than anybody has of one workout

bool times_differ(const Score& score) {
  const FeatureKind timing = score.features().front().kind;
  return timing == FeatureKind::shift || timing == FeatureKind::apart;
}

/// The same workout twice in one provider: uploaded again, or recorded by two devices at once.
bool are_duplicates(const Item& a, const Item& b, const Score& score) {
  if (!sports_agree(a, b) || a.parent != b.parent || score.bits < sure) {
    return false;
  }
  const bool known_spans = a.span_s > 0 && b.span_s > 0;
  const bool same_start = std::abs(*a.start - *b.start) <= 5;
  const bool same_span = !known_spans || score.bits_of(FeatureKind::duration) >= 2;
  return (same_start && same_span) || score.shared >= 0.6;
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
  return (score.bits >= sure && same_time) || (score.bits >= doubtful && score.shared >= 0.6 && !score.sports_differ);
}

std::vector<Edge> find_edges(const Workbench& bench) {
  const std::span<const Item> items = bench.items;
  std::vector<Edge> edges;
  for (Index i = 0; i < items.size(); ++i) {
    const Item& a = items[i];
    if (!a.start || bench.clusters.part(i) != 0) {
      continue;
    }
    const auto span = static_cast<std::int64_t>(std::min(a.span_s, longest_span_s));
    const std::int64_t until = *a.start + std::max(span, nearest_s);
    Index compared = 0;
    for (Index j = i + 1; j < items.size() && items[j].moment <= until && compared < most_neighbours; ++j) {
      const Item& b = items[j];
      if (!b.start || bench.clusters.part(j) != 0) {
        continue;
      }
      ++compared;
      const Score score = score_timed(a, b);
      if (score.bits >= doubtful) {
        edges.push_back({i, j, score.bits, *b.start - *a.start, links(a, b, score)});
      }
    }
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& x, const Edge& y) {
    if (x.bits != y.bits) {
      return x.bits > y.bits;
    }
    if (x.starts_apart != y.starts_apart) {
      return x.starts_apart < y.starts_apart;
    }
    return x.a != y.a ? x.a < y.a : x.b < y.b;
  });
  return edges;
}

/// All members must get along, and each side's best witness must be convincing to the other: no chains.
bool clusters_agree(const Workbench& bench, Index a, Index b) {
  const Index primary_a = bench.clusters.primary(a);
  const Index primary_b = bench.clusters.primary(b);
  bool agree = true;
  bench.clusters.each_member(a, [&](Index x) {
    bench.clusters.each_member(b, [&](Index y) {
      const Item& p = bench.item(x);
      const Item& q = bench.item(y);
      // For a part speaks its whole.
      if (!agree || !p.start || !q.start || bench.clusters.part(x) != 0 || bench.clusters.part(y) != 0) {
        return;
      }
      const Score score = score_timed(p, q);
      if (p.provider == q.provider) {
        agree = are_duplicates(p, q, score);
        return;
      }
      // What a person or an identity joined may disagree in its times; then only the pair at hand counts.
      const bool joined = bench.clusters.joined[x] != Joined::by_score || bench.clusters.joined[y] != Joined::by_score;
      const bool of_primaries = x == primary_a && y == primary_b;
      agree = joined || (!times_differ(score) && score.bits >= (of_primaries ? doubtful : 0));
    });
  });
  return agree;
}

} // namespace

bool sports_agree(const Item& a, const Item& b) { return a.family.empty() || b.family.empty() || a.family == b.family; }

void link_overlaps(Workbench& bench) {
  const std::vector<Edge> edges = find_edges(bench);
  Clusters& clusters = bench.clusters;
  using State = std::pair<std::size_t, std::size_t>; // root and size: unchanged until it grows
  std::set<std::pair<State, State>> refused;
  const auto state_of = [&](Index item) { return State{clusters.root(item), clusters.size(item)}; };
  for (const Edge& edge : edges) {
    const std::pair<State, State> states = std::minmax({state_of(edge.a), state_of(edge.b)});
    const bool possible = edge.link && states.first.first != states.second.first &&
                          states.first.second + states.second.second <= most_members &&
                          !clusters.separated(edge.a, edge.b) && !refused.contains(states);
    if (possible && clusters_agree(bench, edge.a, edge.b)) {
      clusters.merge(edge.a, edge.b);
    } else if (possible) {
      refused.insert(states);
    }
  }
  for (const Edge& edge : edges) {
    if (clusters.root(edge.a) != clusters.root(edge.b) && !clusters.share_provider(edge.a, edge.b)) {
      const Item& a = bench.item(edge.a);
      const Item& b = bench.item(edge.b);
      bench.ask(edge.a, edge.b, score_timed(a, b, Positions::always),
                sports_agree(a, b) ? "they share their time only in part"
                                   : "they happened at the same time, but as different sports");
    }
  }
}

} // namespace tracekit::match
