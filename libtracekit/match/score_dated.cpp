// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <optional>

#include "match/agreement.hpp"
#include "match/score.hpp"
#include "model/units.hpp"

namespace tracekit::match {
namespace {

constexpr double written_units[] = {metres_per_mile, metres_per_kilometre};

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
  if (gap <= 10) {
    return {Finding::distance, 5, relative}; // nothing tells more
  }
  const double bits = bits_at(distance_levels, relative, -5);
  const double least = gap <= 90 ? 3.5 : bits < 1.5 && is_rounded(row, gap) ? 1.5 : bits;
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

/// What all witnesses of one workout say about a row: the best agreement of each kind.
class Testimony {
public:
  explicit Testimony(const Item& row) : row_(row) {}

  void hear(const Item& witness);
  [[nodiscard]] Score sum();

private:
  void hear_all_but_distance(const Item& witness);

  const Item& row_;
  const Item* first_ = nullptr;
  const Item* before_ = nullptr;
  Best date_;
  Best distance_;
  Best duration_;
  Best sport_;
  std::optional<Feature> by_duration_; ///< of the witness before
  std::optional<Feature> title_;
  bool equipment_ = false;
  double backers_ = 0; ///< who agree about the duration
  double told_ = 0;    ///< who tell a duration
};

/// Whether two witnesses tell the same but for the distance, as most copies do.
bool tell_the_same(const Item& a, const Item& b) {
  const auto& x = a.durations;
  const auto& y = b.durations;
  return x[0] == y[0] && x[1] == y[1] && x[2] == y[2] && a.timed == b.timed && a.day_is_told == b.day_is_told &&
         a.day == b.day && a.family == b.family && a.sport == b.sport && a.sub_sport == b.sub_sport;
}

void Testimony::hear(const Item& witness) {
  if (before_ == nullptr || !tell_the_same(*before_, witness)) {
    hear_all_but_distance(witness);
  }
  if (row_.distance_m > 0 && witness.distance_m > 0) {
    Feature distance = dated_distance(row_, witness);
    if (!witness.timed) { // the unit may be wrong on either side, so that the order of two rows does not matter
      const Feature back = dated_distance(witness, row_);
      distance = back.bits > distance.bits ? back : distance;
    }
    distance_.offer(distance);
  }
  if (by_duration_) {
    backers_ += by_duration_->bits >= 3 ? 1 : 0;
    told_ += 1;
  }
  if (!title_) {
    title_ = title_of(row_.extras, witness.extras);
  }
  equipment_ = equipment_ || (row_.extras.equipment != 0 && row_.extras.equipment == witness.extras.equipment);
  before_ = &witness;
}

void Testimony::hear_all_but_distance(const Item& witness) {
  date_.offer(date_of(row_, witness));
  by_duration_ = dated_duration(row_, witness);
  if (by_duration_) {
    duration_.offer(*by_duration_);
  }
  // Who does not know the sport has no say beside those who do.
  if (witness.family != 0 && row_.family != 0) {
    sport_.offer(sport_of(row_, witness));
  }
  first_ = first_ == nullptr ? &witness : first_;
}

Score Testimony::sum() {
  if (!sport_.known() && first_ != nullptr) {
    sport_.offer(sport_of(row_, *first_));
  }
  if (told_ > 1) {
    (*duration_).bits += backers_ / told_;
  }
  Score score;
  for (Best* best : {&date_, &distance_, &duration_, &sport_}) {
    if (best->known()) {
      score.add(**best);
    }
  }
  if (title_) {
    score.add(*title_);
  }
  score.sports_differ = (*sport_).value > 0;
  if (equipment_) {
    score.add({Finding::equipment, 0.5, 0});
  }
  return score;
}

} // namespace

Score score_dated(const Item& row, std::span<const Item* const> witnesses) {
  Testimony testimony(row);
  for (const Item* witness : witnesses) {
    testimony.hear(*witness);
  }
  return testimony.sum();
}

} // namespace tracekit::match
