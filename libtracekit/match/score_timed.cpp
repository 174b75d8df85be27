// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "match/agreement.hpp"
#include "match/score.hpp"
#include "match/track.hpp"

namespace tracekit::match {
namespace {

constexpr Level start_levels[] = {{5, 9}, {60, 7.5}, {180, 6}};
constexpr Level end_levels[] = {{5, 8.5}, {60, 7}, {180, 5.5}};
constexpr Level apart_levels[] = {{0.1, 7.5}, {0.25, 6.5}, {0.4, 5}};

constexpr double whole_hours = 3.5;

/// A clock that was off by a time zone: whole, half or quarter hours up to 14 hours, to ten seconds.
std::optional<double> shift_bits(double seconds) {
  const double quarters = std::round(seconds / 900);
  if (quarters < 2 || quarters > 56 || std::abs(seconds - quarters * 900) > 10) {
    return std::nullopt;
  }
  const auto count = static_cast<int>(quarters);
  return count % 4 == 0 ? whole_hours : count % 2 == 0 ? 2.0 : 1.0;
}

Feature timing_of(const Item& a, const Item& b, double& shared) {
  const double begin_a = static_cast<double>(a.start);
  const double begin_b = static_cast<double>(b.start);
  const double starts = std::abs(begin_a - begin_b);
  const double ends = std::abs(a.end() - b.end());
  const bool both_spans = a.span_s > 0 && b.span_s > 0;
  const double common = std::min(a.end(), b.end()) - std::max(begin_a, begin_b);
  if (both_spans && common > 0) {
    shared = common / (std::max(a.end(), b.end()) - std::min(begin_a, begin_b));
  }
  const double by_starts = bits_at(start_levels, starts, -9);
  if (by_starts >= start_levels[0].bits) {
    return {Finding::start, by_starts, starts}; // nothing tells more
  }
  Feature best{Finding::apart, -9, starts};
  const auto offer = [&best](Feature feature) {
    if (feature.bits > best.bits) {
      best = feature;
    }
  };
  offer({Finding::start, by_starts, starts});
  if (shared >= 0.5) {
    offer({Finding::end, bits_at(end_levels, ends, -9), ends});
    offer({Finding::overlap, bits_at(apart_levels, 1 - shared, -9), shared});
  }
  if (starts <= 900 && (!both_spans || common > 0)) {
    offer({Finding::start, 2, starts});
  }
  if (common > 0) {
    offer({Finding::overlap, 1, shared});
  }
  if (best.bits >= whole_hours) {
    return best;
  }
  if (const auto bits = shift_bits(starts)) {
    offer({Finding::shift, *bits, starts});
  } else if (const auto by_end = both_spans ? shift_bits(ends) : std::nullopt) {
    offer({Finding::shift, *by_end, ends});
  }
  return best;
}

/// Whether a difference in distance is what the difference in time makes of it, as in a cropped copy.
bool speeds_agree(const Item& a, const Item& b) {
  return a.span_s > 0 && b.span_s > 0 && relative_difference(a.distance_m / a.span_s, b.distance_m / b.span_s) <= 0.25;
}

/// What agrees by chance now and then, and rarely differs where it should agree.
void add_extras(Score& score, const Extras& a, const Extras& b) {
  if (const auto title = title_of(a, b)) {
    score.add(*title);
  }
  const auto equal_within = [](float p, float q, float difference) {
    return p > 0 && q > 0 && std::abs(p - q) <= difference;
  };
  if (equal_within(a.max_hr, b.max_hr, 1) && equal_within(a.avg_hr, b.avg_hr, 1)) {
    score.add({Finding::heart_rate, 1.5, 0});
  }
  if (equal_within(a.calories, b.calories, 0.5F)) {
    score.add({Finding::calories, 1, 0});
  }
  if (a.device != 0 && a.device == b.device) {
    score.add({Finding::device, 0.5, 0});
  }
  if (std::max(a.ascent_m, b.ascent_m) > 10 &&
      equal_within(a.ascent_m, b.ascent_m, 0.02F * std::max(a.ascent_m, b.ascent_m))) {
    score.add({Finding::ascent, 0.5, 0});
  }
}

std::optional<Feature> position_of(const Record& a, const Record& b) {
  if (a.sketch.size() >= 2 && b.sketch.size() >= 2) {
    const TrackAgreement tracks = compare_tracks(a.sketch, b.sketch);
    // A piece of the other track speaks for it as well; that it is only a piece is told by distance and duration.
    const bool on_track = tracks.coverage >= 0.9 || (tracks.best >= 0.9 && tracks.coverage >= 0.25);
    const double bits = tracks.best < 0.5 ? -7 : tracks.reversed ? -4 : on_track ? 3 : tracks.coverage < 0.5 ? -7 : 0;
    return Feature{Finding::position, bits, on_track ? tracks.best : tracks.coverage};
  }
  if (a.first && b.first) {
    const double gap = plane_distance_m(*a.first, *b.first);
    const bool far = gap > 5000 && (!a.last || !b.last || plane_distance_m(*a.last, *b.last) > 5000);
    return Feature{Finding::position, far ? -4.0 : gap <= 300 ? 1.0 : 0.0, gap + 2};
  }
  return std::nullopt;
}

} // namespace

Score score_timed(const Item& a, const Item& b, Positions positions) {
  Score score;
  const Feature timing = timing_of(a, b, score.shared);
  score.add(timing);
  const bool same_time = timing.bits >= 5;
  // What begins later or ends earlier is shorter; that was judged with the time.
  const bool mostly_shared = score.shared >= mostly;
  if (a.distance_m > 0 && b.distance_m > 0) {
    const double relative = relative_difference(a.distance_m, b.distance_m);
    const double bits = bits_at(distance_levels, relative, -5);
    const bool explained = bits < 0 && mostly_shared && speeds_agree(a, b);
    const double least = explained ? 0 : a.indoor || b.indoor ? -2 : -5;
    score.add({Finding::distance, std::max(bits, least), relative});
  }
  if (const auto relative = closest_duration(a, b)) {
    const double bits = bits_at(duration_levels, *relative, -4);
    score.add({Finding::duration, mostly_shared ? std::max(bits, 0.0) : bits, *relative});
  }
  const Feature sport = sport_of(a, b);
  score.sports_differ = sport.value > 0;
  score.add(sport);
  add_extras(score, a.extras, b.extras);
  // Tracks are dear to compare, and cannot change what times, distances and durations agree on.
  const bool doubted = positions == Positions::when_doubtful && score.bits < (same_time ? 11 : 16);
  const bool both_placed = (a.has_track && b.has_track) || (a.has_position && b.has_position);
  if (both_placed && (positions == Positions::always || doubted)) {
    if (const auto position = position_of(*a.record, *b.record)) {
      score.add(*position);
    }
  }
  return score;
}

} // namespace tracekit::match
