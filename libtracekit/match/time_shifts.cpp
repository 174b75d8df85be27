// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "match/stages.hpp"

namespace tracekit::match {
namespace {

constexpr double longest_shift_s = 14 * 3600;
constexpr double exact_s = 10;
constexpr double rough_s = 240; ///< recorded by another device, or cropped

/// The mistakes that people and programs make with zones at a place: local time as UTC, UTC as local time, home as the
/// place, and an hour of summer time.
std::array<double, 4> likely_shifts(const Workbench& bench, const Item& a, const Item& b) {
  const double home = bench.home.offset_s(*a.start);
  const Item& teller = a.day_is_told ? a : b;
  const double place = teller.day_is_told ? static_cast<double>(teller.utc_offset_s()) : home;
  return {std::abs(place), std::abs(home), std::abs(place - home), 3600};
}

/// How far two starts or ends are from lying a likely shift apart.
double off_by(const std::array<double, 4>& shifts, double apart) {
  double least = longest_shift_s;
  for (const double shift : shifts) {
    if (shift >= 900) {
      least = std::min(least, std::abs(apart - shift));
    }
  }
  return least;
}

struct Candidate {
  Index a = 0;
  Index b = 0;
  Score score;
  bool sure_enough = false;
};

/// The times alone are no evidence: two commutes may lie whole hours apart.
bool is_convincing(const Score& score, bool likely_shift) {
  const Feature* position = score.find(FeatureKind::position);
  if (position != nullptr && (position->bits < 0 || position->bits >= 3)) {
    return position->bits > 0;
  }
  const Feature* distance = score.find(FeatureKind::distance);
  const double duration = score.bits_of(FeatureKind::duration);
  if (distance == nullptr) {
    return likely_shift && duration >= 3 && score.bits_of(FeatureKind::sport) > 0;
  }
  return (distance->bits >= 3 && duration >= 2) || (likely_shift && distance->bits > 0 && duration >= 3);
}

std::optional<Candidate> compare(const Workbench& bench, Index x, Index y) {
  const Item& a = bench.item(x);
  const Item& b = bench.item(y);
  if (!a.start || !b.start || !sports_agree(a, b) || a.parent != b.parent) {
    return std::nullopt;
  }
  const double starts = std::abs(static_cast<double>(*a.start - *b.start));
  const double ends = std::abs(a.end() - b.end());
  const double off = std::min(off_by(likely_shifts(bench, a, b), starts), off_by(likely_shifts(bench, a, b), ends));
  const Score times = score_timed(a, b, Positions::never);
  const bool whole_quarters = times.find(FeatureKind::shift) != nullptr;
  if ((!whole_quarters && off > rough_s) || times.bits_of(FeatureKind::distance) < 0) {
    return std::nullopt;
  }
  const Score plain = score_timed(a, b, Positions::always);
  Candidate found{x, y, {}, false};
  for (const Feature& feature : plain.features()) {
    const bool timing = feature.kind == FeatureKind::shift || feature.kind == FeatureKind::apart ||
                        feature.kind == FeatureKind::overlap;
    if (!timing) {
      found.score.add(feature);
    } else {
      const double bits = off <= exact_s ? 6 : off <= rough_s ? 4 : feature.bits;
      found.score.add({FeatureKind::shift, std::max(bits, feature.bits), std::min(starts, longest_shift_s)});
    }
  }
  if (found.score.bits < sure) {
    return std::nullopt;
  }
  found.sure_enough = is_convincing(plain, off <= exact_s);
  return found;
}

/// A recording exported again with local times as UTC: the same to the second but for the shift.
bool is_shifted_copy(const Workbench& bench, const Item& a, const Item& b) {
  if (!a.start || !b.start || a.span_s <= 0 || std::abs(a.span_s - b.span_s) > 1) {
    return false;
  }
  const double starts = std::abs(static_cast<double>(*a.start - *b.start));
  const bool same_distance =
      a.distance_m <= 0 || b.distance_m <= 0 || relative_difference(a.distance_m, b.distance_m) <= 0.02;
  return same_distance && off_by(likely_shifts(bench, a, b), starts) <= 2;
}

/// Two records of one provider in one workout must be copies of each other.
bool may_pair(const Workbench& bench, Index x, Index y) {
  if (bench.clusters.separated(x, y)) {
    return false;
  }
  if (!bench.clusters.share_provider(x, y)) {
    return true;
  }
  if (bench.clusters.size(x) > 1 && bench.clusters.size(y) > 1) {
    return false;
  }
  bool copies = true;
  bench.clusters.each_member(x, [&](Index p) {
    bench.clusters.each_member(y, [&](Index q) {
      const Item& a = bench.item(p);
      const Item& b = bench.item(q);
      copies = copies && (a.provider != b.provider || is_shifted_copy(bench, a, b));
    });
  });
  return copies;
}

/// The best comparison of any two members.
std::optional<Candidate> compare_clusters(const Workbench& bench, Index x, Index y) {
  std::optional<Candidate> best;
  bench.clusters.each_member(x, [&](Index p) {
    bench.clusters.each_member(y, [&](Index q) {
      const auto candidate = compare(bench, std::min(p, q), std::max(p, q));
      const bool better = candidate && (!best || std::pair(candidate->sure_enough, candidate->score.bits) >
                                                     std::pair(best->sure_enough, best->score.bits));
      if (better) {
        best = candidate;
      }
    });
  });
  return best;
}

std::vector<Candidate> find_candidates(const Workbench& bench) {
  std::vector<Candidate> candidates;
  for (Index i = 0; i < bench.items.size(); ++i) {
    if (!bench.item(i).start || bench.clusters.primary(i) != i) {
      continue;
    }
    const double until = static_cast<double>(*bench.item(i).start) + longest_shift_s + rough_s;
    Index compared = 0;
    for (Index j = i + 1; j < bench.items.size() && static_cast<double>(bench.item(j).moment) <= until && compared < 64;
         ++j) {
      if (!bench.item(j).start || bench.clusters.primary(j) != j || !may_pair(bench, i, j)) {
        continue;
      }
      ++compared;
      if (auto candidate = compare_clusters(bench, i, j)) {
        candidates.push_back(std::move(*candidate));
      }
    }
  }
  return candidates;
}

} // namespace

void link_time_shifts(Workbench& bench) {
  std::vector<Candidate> candidates = find_candidates(bench);
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& x, const Candidate& y) { return x.score.bits > y.score.bits; });
  std::vector<double> best(bench.items.size(), 0);
  std::vector<double> second(bench.items.size(), 0);
  const auto note = [&](Index item, double bits) {
    const Index root = bench.clusters.root(item);
    second[root] = std::max(second[root], std::min(best[root], bits));
    best[root] = std::max(best[root], bits);
  };
  for (const Candidate& candidate : candidates) {
    note(candidate.a, candidate.score.bits);
    note(candidate.b, candidate.score.bits);
  }
  const auto is_clear = [&](Index item, double bits) {
    const Index root = bench.clusters.root(item);
    return bits >= best[root] && bits >= second[root] + margin;
  };
  std::vector<const Candidate*> links;
  for (const Candidate& candidate : candidates) {
    const double bits = candidate.score.bits;
    if (candidate.sure_enough && is_clear(candidate.a, bits) && is_clear(candidate.b, bits)) {
      links.push_back(&candidate);
    } else {
      bench.ask(candidate.a, candidate.b, candidate.score,
                "they lie a time zone apart, and are not alike enough to be sure");
    }
  }
  for (const Candidate* link : links) {
    if (may_pair(bench, link->a, link->b)) {
      bench.clusters.merge(link->a, link->b);
    }
  }
}

} // namespace tracekit::match
