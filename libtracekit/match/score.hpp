// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "match/item.hpp"
#include "model/activity.hpp"

namespace tracekit::match {

/// One thing that was compared.
struct Feature {
  Finding kind;
  double bits;
  double value; ///< see Finding
};

/// The sum of the log-odds of all features that both sides have.
class Score {
public:
  double bits = 0;
  double shared = 0; ///< time in common, as a share of the time of both together
  bool sports_differ = false;

  void add(Feature feature) {
    bits += feature.bits;
    features_[count_++] = feature;
  }
  [[nodiscard]] std::span<const Feature> features() const { return {features_.data(), count_}; }
  [[nodiscard]] const Feature* find(Finding kind) const;
  [[nodiscard]] double bits_of(Finding kind) const;

private:
  std::array<Feature, 12> features_; ///< only the first `count_` hold anything
  std::size_t count_ = 0;
};

/// Thresholds in bits.
inline constexpr double sure = 8;     ///< linked without asking
inline constexpr double doubtful = 4; ///< a question from here on
inline constexpr double margin = 2;   ///< by which the best must beat the second best
/// Share of the time of both together from which two records of one sport are one workout: nobody does two at once.
inline constexpr double mostly = 0.6;

enum class Positions { always, when_doubtful, never };

/// Compares two records that both tell the time of day. Symmetric.
Score score_timed(const Item& a, const Item& b, Positions positions = Positions::when_doubtful);

/// Compares records of which at least one tells only the date. Symmetric. `row` may be compared with several witnesses
/// of one workout at once: the best agreement of each feature counts.
Score score_dated(const Item& row, std::span<const Item* const> witnesses);

/// Compares two records, each kind of pair in its own way. Symmetric.
Score score_of(const Item& a, const Item& b, Positions positions);

/// Adds the features as evidence.
void explain(const Score& score, const Item& a, const Item& b, std::vector<Evidence>& evidence);

/// |a - b| as a share of the larger; both positive.
inline double relative_difference(double a, double b) { return std::abs(a - b) / std::max(a, b); }

} // namespace tracekit::match
