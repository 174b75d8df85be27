// SPDX-License-Identifier: MIT
#include "match/score.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "match/track.hpp"
#include "model/sport.hpp"
#include "model/units.hpp"

namespace tracekit::match {
namespace {

struct Level {
  double limit;
  double bits;
};

template <std::size_t count> double bits_at(const Level (&levels)[count], double value, double beyond) {
  for (const Level& level : levels) {
    if (value <= level.limit) {
      return level.bits;
    }
  }
  return beyond;
}

constexpr Level start_levels[] = {{5, 9}, {60, 7.5}, {180, 6}};
constexpr Level end_levels[] = {{5, 8.5}, {60, 7}, {180, 5.5}};
constexpr Level apart_levels[] = {{0.1, 7.5}, {0.25, 6.5}, {0.4, 5}};
constexpr Level distance_levels[] = {{0.005, 4}, {0.02, 3}, {0.05, 1.5}, {0.15, -2}};
constexpr Level duration_levels[] = {{0.01, 3}, {0.03, 2}, {0.10, 1}, {0.25, -1}};

constexpr double written_units[] = {metres_per_mile, metres_per_kilometre};
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

/// The closest of elapsed, timer and moving time against each other.
std::optional<double> closest_duration(const Item& a, const Item& b) {
  constexpr double unknown = 2; // no relative difference exceeds 1
  double closest = unknown;
  for (std::size_t i = 0; i < a.durations.size(); ++i) {
    const double x = a.durations[i];
    if (x <= 0) {
      continue;
    }
    for (std::size_t j = 0; j < b.durations.size(); ++j) {
      const double y = b.durations[j];
      if (x == y) {
        return 0;
      }
      if (y > 0) {
        double difference = relative_difference(x, y);
        if (difference > 0.01 && std::abs(x - y) <= 31 && (a.whole_minutes[i] || b.whole_minutes[j])) {
          difference = 0.01;
        }
        closest = std::min(closest, difference);
      }
    }
  }
  return closest < unknown ? std::optional(closest) : std::nullopt;
}

/// Whether a difference in distance is what the difference in time makes of it, as in a cropped copy.
bool speeds_agree(const Item& a, const Item& b) {
  return a.span_s > 0 && b.span_s > 0 && relative_difference(a.distance_m / a.span_s, b.distance_m / b.span_s) <= 0.25;
}

Feature sport_of(const Item& a, const Item& b) {
  if (a.family == 0 || b.family == 0) {
    return {Finding::sport, 0, 0};
  }
  if (a.family != b.family) {
    return {Finding::sport, -7, 1};
  }
  const bool same = a.sport == b.sport && (a.sub_sport == b.sub_sport || a.sub_sport == 0 || b.sub_sport == 0);
  return {Finding::sport, !same ? 0.0 : a.frequent_sport ? 1.0 : 2.5, 0};
}

std::optional<Feature> title_of(const Extras& a, const Extras& b) {
  if (a.title == 0 || a.title != b.title) {
    return std::nullopt;
  }
  return Feature{Finding::title, a.long_title ? 1.0 : 0.5, 0};
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

/// Whether the row may be rounded to a whole mile or kilometre.
bool is_rounded(const Item& row, double gap) {
  return std::any_of(std::begin(written_units), std::end(written_units), [&](double unit) {
    const double units = row.distance_m / unit;
    return gap <= 0.52 * unit && std::abs(units - std::round(units)) < 0.004;
  });
}

/// What the row may have meant by its distance, best first: as it stands, rounded to a whole mile or kilometre, or the
/// wrong unit.
Feature dated_distance(const Item& row, const Item& witness) {
  const double gap = std::abs(row.distance_m - witness.distance_m);
  const double relative = relative_difference(row.distance_m, witness.distance_m);
  const double bits = bits_at(distance_levels, relative, -5);
  const double least = gap <= 10 ? 5 : gap <= 90 ? 3.5 : bits < 1.5 && is_rounded(row, gap) ? 1.5 : bits;
  if (std::max(bits, least) >= 1 || relative < 0.36 || relative > 0.40) { // a mile is 1.609 km: 0.379 apart
    return {Finding::distance, std::max(bits, least), relative};
  }
  constexpr double mistake = metres_per_mile / metres_per_kilometre;
  const double other_unit = std::min(relative_difference(row.distance_m / mistake, witness.distance_m),
                                     relative_difference(row.distance_m * mistake, witness.distance_m));
  return other_unit <= 0.02 ? Feature{Finding::units, 1, other_unit} : Feature{Finding::distance, bits, relative};
}

std::optional<Feature> dated_duration(const Item& row, const Item& witness) {
  const auto relative = closest_duration(row, witness);
  if (!relative) {
    return std::nullopt;
  }
  Feature feature{Finding::duration, bits_at(duration_levels, *relative, -4), *relative};
  for (std::size_t i = 0; i < row.durations.size(); ++i) {
    const double x = row.durations[i];
    // A figure copied to the second tells more than one that was rounded.
    if (x > 0 && !row.whole_minutes[i] &&
        std::any_of(witness.durations.begin(), witness.durations.end(),
                    [x](double y) { return std::abs(x - y) <= 1; })) {
      feature.bits = 5;
    }
  }
  return feature;
}

Feature date_of(const Item& a, const Item& b) {
  if (!a.day || !b.day) {
    return {Finding::date, -20, 99};
  }
  const auto days = static_cast<double>(std::abs(*a.day - *b.day));
  const bool unsure = (a.timed && !a.day_is_told) || (b.timed && !b.day_is_told);
  return {Finding::date, days == 0 ? 2.0 : days > 1 ? -20.0 : unsure ? 0.0 : -4.0, days};
}

/// The best agreement of one kind.
class Best {
public:
  [[nodiscard]] bool known() const { return known_; }
  Feature& operator*() { return feature_; }

  void offer(const Feature& other) {
    if (!known_ || other.bits > feature_.bits || (other.bits == feature_.bits && other.value < feature_.value)) {
      feature_ = other;
      known_ = true;
    }
  }

private:
  Feature feature_{Finding::sport, 0, 0};
  bool known_ = false;
};

} // namespace

const Feature* Score::find(Finding kind) const {
  const auto all = features();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Feature& f) { return f.kind == kind; });
  return found == all.end() ? nullptr : &*found;
}

double Score::bits_of(Finding kind) const {
  const Feature* feature = find(kind);
  return feature == nullptr ? 0 : feature->bits;
}

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

Score score_dated(const Item& row, std::span<const Item* const> witnesses) {
  Best date;
  Best distance;
  Best duration;
  Best sport;
  std::optional<Feature> by_duration;
  const Item* before = nullptr;
  std::optional<Feature> title;
  bool equipment = false;
  double backers = 0;
  double told = 0;
  for (const Item* witness : witnesses) {
    date.offer(date_of(row, *witness));
    if (row.distance_m > 0 && witness->distance_m > 0) {
      // The unit may be wrong on either side, so that the order of the two does not matter.
      const Feature forth = dated_distance(row, *witness);
      const Feature back = witness->timed ? forth : dated_distance(*witness, row);
      distance.offer(forth.bits >= back.bits ? forth : back);
    }
    // Most copies tell the durations of the one before.
    if (before == nullptr || before->durations != witness->durations) {
      by_duration = dated_duration(row, *witness);
      before = witness;
    }
    if (by_duration) {
      duration.offer(*by_duration);
      backers += by_duration->bits >= 3 ? 1 : 0;
      told += 1;
    }
    // Who does not know the sport has no say beside those who do.
    if (witness->family != 0 && row.family != 0) {
      sport.offer(sport_of(row, *witness));
    }
    title = title ? title : title_of(row.extras, witness->extras);
    equipment = equipment || (row.extras.equipment != 0 && row.extras.equipment == witness->extras.equipment);
  }
  if (!sport.known() && !witnesses.empty()) {
    sport.offer(sport_of(row, *witnesses.front()));
  }
  if (told > 1) {
    (*duration).bits += backers / told;
  }
  Score score;
  for (Best* best : {&date, &distance, &duration, &sport}) {
    if (best->known()) {
      score.add(**best);
    }
  }
  if (title) {
    score.add(*title);
  }
  score.sports_differ = (*sport).value > 0;
  if (equipment) {
    score.add({Finding::equipment, 0.5, 0});
  }
  return score;
}

} // namespace tracekit::match
