// SPDX-License-Identifier: MIT
#include "match/score.hpp"

#include <algorithm>

namespace tracekit::match {

const Feature* Score::find(Finding kind) const {
  const auto all = features();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Feature& f) { return f.kind == kind; });
  return found == all.end() ? nullptr : &*found;
}

double Score::bits_of(Finding kind) const {
  const Feature* feature = find(kind);
  return feature == nullptr ? 0 : feature->bits;
}

Score score_of(const Item& a, const Item& b, Positions positions) {
  if (a.timed && b.timed) {
    return score_timed(a, b, positions);
  }
  const bool b_is_row = a.timed;
  const Item* witness = b_is_row ? &a : &b;
  return score_dated(b_is_row ? b : a, {&witness, 1});
}

} // namespace tracekit::match
