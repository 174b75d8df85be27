// SPDX-License-Identifier: MIT
#include "match/overlap_pair.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace tracekit::match {
namespace {

constexpr double nearly_sure = 6; ///< for copies in one provider, of which one is hidden
constexpr std::int64_t twin_s = 3;

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

} // namespace

OverlapPair compare_overlap(const Workbench& bench, Index x, Index y) {
  const Item& a = bench.item(x);
  const Item& b = bench.item(y);
  const Score score = score_timed(a, b);
  OverlapPair pair{x, y, score.bits, b.start - a.start, links(a, b, score), times_differ(score)};
  if (pair.link && is_loose(score) && (is_misplaced(bench, a) || is_misplaced(bench, b))) {
    pair.link = false;
  }
  return pair;
}

bool are_pieces(const Item& a, const Item& b) {
  const double common = std::min(a.end(), b.end()) - static_cast<double>(std::max(a.start, b.start));
  return sports_agree(a, b) && common >= 0.5 * std::min(a.span_s, b.span_s) && common > 0;
}

} // namespace tracekit::match
