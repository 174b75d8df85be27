// SPDX-License-Identifier: MIT
#include "match/overlap_pair.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace tracekit::match {
namespace {

constexpr double nearly_sure = 6; ///< for copies in one provider, of which one is hidden
constexpr std::int64_t twin_s = 3;
constexpr std::int64_t company_s = 180;

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

/// Calls `accept` for the records that begin at a moment, give or take; stops at the first that is accepted.
template <typename Accept>
const Item* find_beginning(const Workbench& bench, std::int64_t moment, std::int64_t give, Accept accept) {
  auto at = std::lower_bound(bench.items.begin(), bench.items.end(), moment - give,
                             [](const Item& other, std::int64_t sought) { return other.start < sought; });
  for (; at != bench.items.end() && at->start <= moment + give; ++at) {
    if (at->timed && accept(*at)) {
      return &*at;
    }
  }
  return nullptr;
}

/// The record of another provider that has the same length to the second and lies just so far away.
const Item* find_twin(const Workbench& bench, const Item& item, std::int64_t shift) {
  return find_beginning(bench, item.start + shift, twin_s, [&](const Item& other) {
    const bool same_distance =
        other.distance_m <= 0 || item.distance_m <= 0 || relative_difference(other.distance_m, item.distance_m) <= 0.05;
    return other.provider != item.provider && other.span_s > 0 && std::abs(other.span_s - item.span_s) <= 1 &&
           same_distance && sports_agree(other, item);
  });
}

/// Whether another provider knows of the workout where the record lies.
bool is_in_company(const Workbench& bench, const Item& item) {
  return find_beginning(bench, item.start, company_s, [&](const Item& other) {
           return other.provider != item.provider && other.span_s > 0 && sports_agree(other, item) &&
                  relative_difference(other.span_s, item.span_s) <= 0.1;
         }) != nullptr;
}

/// Whether it has its like a zone away and none where it lies: then what it overlaps here by chance is not its own.
/// Where the lengths agree here as well, it may be the other that is misplaced, unless that one is in company.
bool is_misplaced(const Workbench& bench, const Item& item, bool lengths_agree) {
  const std::int64_t home = bench.home.offset_s(item.start);
  const std::int64_t place = item.day_is_told ? item.utc_offset_s : home;
  const std::array<std::int64_t, 6> shifts = {place, -place, home, -home, place - home, home - place};
  return find_twin(bench, item, 0) == nullptr && std::any_of(shifts.begin(), shifts.end(), [&](std::int64_t shift) {
           const Item* twin = std::abs(shift) >= 900 ? find_twin(bench, item, shift) : nullptr;
           return twin != nullptr && (!lengths_agree || is_in_company(bench, *twin));
         });
}

/// Whether a moment is the same to the second, which chance does not make.
bool is_to_the_second(const Score& score) {
  const Feature& timing = score.features().front();
  return timing.kind != Finding::overlap && timing.value <= 5;
}

bool lengths_agree(const Score& score) {
  const Feature* distance = score.find(Finding::distance);
  return score.shared >= 0.8 && (distance == nullptr || distance->bits > 0) && score.bits_of(Finding::duration) > 0;
}

/// Whether the one lies on the other by chance. Two of one provider that nobody else knows of there were misplaced
/// together.
bool is_by_chance(const Workbench& bench, const Item& a, const Item& b, const Score& score) {
  if (is_to_the_second(score)) {
    return false;
  }
  const bool lengths = lengths_agree(score);
  const auto fell_on = [&](const Item& item, const Item& other) {
    return is_misplaced(bench, item, lengths) && (item.provider != other.provider || is_in_company(bench, other));
  };
  return fell_on(a, b) || fell_on(b, a);
}

} // namespace

OverlapPair compare_overlap(const Workbench& bench, Index x, Index y) {
  const Item& a = bench.item(x);
  const Item& b = bench.item(y);
  const Score score = score_timed(a, b);
  OverlapPair pair{x, y, score.bits, b.start - a.start, links(a, b, score), times_differ(score)};
  pair.link = pair.link && !is_by_chance(bench, a, b, score);
  return pair;
}

bool are_pieces(const Item& a, const Item& b) {
  const double common = std::min(a.end(), b.end()) - static_cast<double>(std::max(a.start, b.start));
  return sports_agree(a, b) && common >= 0.5 * std::min(a.span_s, b.span_s) && common > 0;
}

} // namespace tracekit::match
