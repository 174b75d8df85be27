// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "match/company.hpp"
#include "match/stages.hpp"

namespace tracekit::match {
namespace {

constexpr double longest_shift_s = 14 * 3600;
constexpr double summer_s = 3600; ///< what summer time shifts
constexpr double exact_s = 10;
constexpr double rough_s = 240; ///< recorded by another device, or cropped
constexpr double unusual = 2.5; ///< bits from which the services tell that something is misplaced

constexpr std::size_t most_compared = 64;

/// What anybody in the cluster says about the zone of the place.
std::optional<double> told_offset(const Workbench& bench, Index cluster) {
  std::optional<double> offset;
  bench.clusters.each_member(cluster, [&](Index member) {
    const Item& item = bench.item(member);
    if (!offset && item.timed && item.day_is_told) {
      offset = static_cast<double>(item.utc_offset_s);
    }
  });
  return offset;
}

/// The mistakes that people and programs make with zones at a place: local time as UTC, UTC as local time, home as the
/// place, and an hour of summer time.
std::array<double, 4> likely_shifts(const Workbench& bench, Index x, Index y) {
  const double home = bench.home.offset_s(bench.item(x).start);
  const auto told = told_offset(bench, x);
  const double place = told ? *told : told_offset(bench, y).value_or(home);
  return {std::abs(place), std::abs(home), std::abs(place - home), summer_s};
}

/// How far two starts or ends are from lying a likely shift apart, and which shift that is.
struct Closeness {
  double off_by = longest_shift_s;
  double shift = 0;
};

Closeness closest_shift(const std::array<double, 4>& shifts, double starts, double ends) {
  Closeness closest;
  for (const double shift : shifts) {
    const double off = std::min(std::abs(starts - shift), std::abs(ends - shift));
    if (shift >= 900 && off < closest.off_by) {
      closest = {off, shift};
    }
  }
  return closest;
}

double whole_quarter_bits(double seconds) {
  const auto count = static_cast<int>(seconds / 900);
  return count % 4 == 0 ? 3.5 : count % 2 == 0 ? 2.0 : 1.0;
}

/// What it tells that two lie just so far apart.
double shift_bits(const Closeness& likely, double quarters, bool same_span) {
  constexpr double copied_s = 2;
  constexpr double near_s = 60;
  if (likely.off_by > rough_s) {
    return whole_quarter_bits(quarters);
  }
  return likely.off_by > near_s ? 4 : likely.off_by > exact_s ? 5 : likely.off_by > copied_s || !same_span ? 6 : 8;
}

struct Candidate {
  Index a = 0;
  Index b = 0;
  Score score;
  bool sure_enough = false;
};

/// The times alone are no evidence: two commutes may lie whole hours apart. `likely_shift`: exactly what a mistake with
/// zones makes of them; `copied`: as long as each other to the second.
bool is_convincing(const Score& score, bool likely_shift, bool copied) {
  const Feature* position = score.find(Finding::position);
  if (position != nullptr && (position->bits < 0 || position->bits >= 3)) {
    return position->bits > 0;
  }
  const Feature* distance = score.find(Finding::distance);
  const double duration = score.bits_of(Finding::duration);
  if (distance == nullptr) {
    return likely_shift && duration >= 3 && score.bits_of(Finding::sport) > 0;
  }
  return (distance->bits >= 3 && duration >= 2 && (likely_shift || copied)) ||
         (likely_shift && distance->bits > 0 && duration >= 3);
}

/// The later of the two as if its clock had not been off.
Item set_back(const Item& later, double shift) {
  Item item = later;
  item.start = item.start - static_cast<std::int64_t>(shift);
  return item;
}

/// Whether nobody would doubt it if the clock had been right: the times have most in common, and what is shorter is so
/// as a crop or a second device makes it.
bool fits_when_set_back(const Score& plain) {
  constexpr double most_of_the_time = 0.7;
  const Feature* distance = plain.find(Finding::distance);
  const bool same_length = distance != nullptr ? distance->bits >= 0 : plain.bits_of(Finding::duration) >= 2;
  return plain.shared >= most_of_the_time && same_length && plain.bits_of(Finding::position) >= 0;
}

/// Whether no member of the one is of another sport than a member of the other.
bool all_sports_agree(const Workbench& bench, Index x, Index y) {
  bool agree = true;
  bench.clusters.each_member(x, [&](Index p) {
    bench.clusters.each_member(y, [&](Index q) { agree = agree && sports_agree(bench.item(p), bench.item(q)); });
  });
  return agree;
}

std::optional<Candidate> compare(const Workbench& bench, Index x, Index y, const Feature* missing) {
  const Item& a = bench.item(x);
  const Item& b = bench.item(y);
  if (!a.timed || !b.timed || !sports_agree(a, b) || a.parent != b.parent) {
    return std::nullopt;
  }
  const double starts = std::abs(static_cast<double>(a.start - b.start));
  const double ends = std::abs(a.end() - b.end());
  const Closeness likely = closest_shift(likely_shifts(bench, x, y), starts, ends);
  const double quarters = 900 * std::round(starts / 900);
  const bool whole_quarters = quarters >= 1800 && quarters <= longest_shift_s && std::abs(starts - quarters) <= exact_s;
  if (!whole_quarters && likely.off_by > rough_s) {
    return std::nullopt;
  }
  const double shift = likely.off_by <= rough_s ? likely.shift : quarters;
  const Item aligned = set_back(a.start < b.start ? b : a, shift);
  const Score plain = score_timed(a.start < b.start ? a : b, aligned, Positions::always);
  if (plain.bits_of(Finding::distance) < 0) {
    return std::nullopt;
  }
  const bool same_span = a.span_s > 0 && std::abs(a.span_s - b.span_s) <= 1;
  Candidate found{x, y, {}, false};
  found.score.add({Finding::shift, shift_bits(likely, quarters, same_span), std::min(starts, longest_shift_s)});
  for (const Feature& feature : plain.features().subspan(1)) { // the first tells of the times
    found.score.add(feature);
  }
  if (missing != nullptr) {
    found.score.add(*missing);
  }
  const bool may_ask = likely.off_by <= exact_s && found.score.bits_of(Finding::position) >= 0;
  if (found.score.bits < (may_ask ? doubtful : sure)) {
    return std::nullopt;
  }
  // Who tells a zone seldom has it wrong, so that more is asked of those.
  const bool exact = likely.off_by <= exact_s || whole_quarters || plain.bits_of(Finding::position) >= 3;
  const bool both_tell = told_offset(bench, x) && told_offset(bench, y);
  const bool convincing = (exact || !both_tell) && is_convincing(plain, likely.off_by <= exact_s, same_span);
  // What lies about an hour apart may be the same loop run twice.
  const bool told_by_services = missing != nullptr && missing->bits >= unusual &&
                                likely.off_by <= (likely.shift == summer_s ? exact_s : rough_s) &&
                                fits_when_set_back(plain);
  found.sure_enough =
      (convincing && found.score.bits >= sure) || (told_by_services && found.score.bits >= sure + margin);
  return found;
}

/// A recording exported again with local times as UTC: the same to the second but for the shift.
bool is_shifted_copy(const Workbench& bench, Index x, Index y) {
  const Item& a = bench.item(x);
  const Item& b = bench.item(y);
  if (!a.timed || !b.timed || a.span_s <= 0 || std::abs(a.span_s - b.span_s) > 1) {
    return false;
  }
  const double starts = std::abs(static_cast<double>(a.start - b.start));
  const bool same_distance =
      a.distance_m <= 0 || b.distance_m <= 0 || relative_difference(a.distance_m, b.distance_m) <= 0.02;
  return same_distance && closest_shift(likely_shifts(bench, x, y), starts, starts).off_by <= 2;
}

/// Whether each lies with services that the other lacks, and but one service has both: who had it from two others.
bool complement_each_other(const Workbench& bench, Index x, Index y) {
  const std::uint64_t a = bench.clusters.provider_bits(x);
  const std::uint64_t b = bench.clusters.provider_bits(y);
  return std::has_single_bit(a & b) && (a & ~b) != 0 && (b & ~a) != 0;
}

/// Two records of one provider in one workout must be copies of each other.
bool may_pair(const Workbench& bench, Index x, Index y) {
  if (bench.clusters.separated(x, y)) {
    return false;
  }
  if (!bench.clusters.share_provider(x, y)) {
    return true;
  }
  if (bench.clusters.size(x) > 1 && bench.clusters.size(y) > 1 && !complement_each_other(bench, x, y)) {
    return false;
  }
  bool copies = true;
  bench.clusters.each_member(x, [&](Index p) {
    bench.clusters.each_member(y, [&](Index q) {
      copies = copies && (bench.item(p).provider != bench.item(q).provider || is_shifted_copy(bench, p, q));
    });
  });
  return copies;
}

/// The best comparison of any two members.
std::optional<Candidate> compare_clusters(const Workbench& bench, const Company& company, Index x, Index y) {
  std::optional<Candidate> best;
  std::optional<Feature> missing;
  if (!bench.clusters.share_provider(x, y) && all_sports_agree(bench, x, y)) {
    missing = company.missing(x, y);
  }
  bench.clusters.each_member(x, [&](Index p) {
    bench.clusters.each_member(y, [&](Index q) {
      const auto candidate = compare(bench, std::min(p, q), std::max(p, q), missing ? &*missing : nullptr);
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
  const Company company(bench);
  const std::vector<Index>& workouts = company.workouts();
  std::vector<Candidate> candidates;
  for (auto x = workouts.begin(); x != workouts.end(); ++x) {
    const double until = static_cast<double>(bench.item(*x).start) + longest_shift_s + rough_s;
    std::size_t compared = 0;
    for (auto y = x + 1;
         y != workouts.end() && static_cast<double>(bench.item(*y).start) <= until && compared < most_compared; ++y) {
      if (!may_pair(bench, *x, *y)) {
        continue;
      }
      ++compared;
      if (auto candidate = compare_clusters(bench, company, *x, *y)) {
        candidates.push_back(*candidate);
      }
    }
  }
  return candidates;
}

} // namespace

void link_time_shifts(Workbench& bench) {
  std::vector<Candidate> candidates = find_candidates(bench);
  if (candidates.empty()) {
    return;
  }
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
      const Index witness_of_a = bench.clusters.primary(link->a);
      bench.clusters.merge(link->a, link->b);
      const bool a_stayed = bench.clusters.primary(link->a) == witness_of_a;
      bench.shifts.insert({a_stayed ? link->b : link->a, {link->score, a_stayed ? link->a : link->b}});
    }
  }
}

} // namespace tracekit::match
