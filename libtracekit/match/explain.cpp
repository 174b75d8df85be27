// SPDX-License-Identifier: MIT
#include <cstdint>

#include "match/score.hpp"
#include "model/sport.hpp"

namespace tracekit::match {
namespace {

/// Nobody reads more digits, and they are stored for each link. No value is negative.
double rounded(double value) {
  constexpr double places = 10000;
  const double shifted = value * places + 0.5;
  return shifted < 1e15 ? static_cast<double>(static_cast<std::int64_t>(shifted)) / places : value;
}

std::string both_sports(const Item& a, const Item& b) {
  std::string left = sport_label(a.record->sport, a.record->sub_sport);
  std::string right = sport_label(b.record->sport, b.record->sub_sport);
  if (right < left) {
    left.swap(right);
  }
  return left + " and " + right;
}

} // namespace

void explain(const Score& score, const Item& a, const Item& b, std::vector<Evidence>& evidence) {
  const bool both_tell = a.family != 0 && b.family != 0;
  for (const Feature& feature : score.features()) {
    if (feature.kind != Finding::sport) {
      evidence.emplace_back(feature.kind, feature.bits, rounded(feature.value));
    } else if (feature.bits != 0 || !both_tell) {
      const bool differ = feature.bits <= 0 && feature.value > 0;
      evidence.emplace_back(feature.kind, feature.bits, differ ? 1.0 : both_tell ? 0.0 : 2.0);
      if (differ) {
        evidence.back().detail = both_sports(a, b);
      }
    }
  }
}

} // namespace tracekit::match
