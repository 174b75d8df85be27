// SPDX-License-Identifier: MIT
#include "store/codec/dictionary.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace tracekit::store::codec {

/// Numbers the distinct values in the order in which they come.
bool Dictionary::collect(std::span<const std::int64_t> values, std::size_t limit) {
  constexpr std::uint64_t golden_ratio = 0x9E3779B97F4A7C15U;
  const std::size_t slots = std::bit_ceil(2 * limit + 2);
  const auto shift = static_cast<unsigned>(64 - std::countr_zero(slots));
  slots_.assign(slots, 0);
  values_.clear();
  places_.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::size_t slot = static_cast<std::size_t>((static_cast<std::uint64_t>(values[i]) * golden_ratio) >> shift);
    while (slots_[slot] != 0 && values_[slots_[slot] - 1] != values[i]) {
      slot = (slot + 1) & (slots - 1);
    }
    if (slots_[slot] == 0) {
      if (values_.size() == limit) {
        return false;
      }
      values_.push_back(values[i]);
      slots_[slot] = static_cast<std::uint32_t>(values_.size());
    }
    places_[i] = slots_[slot] - 1;
  }
  return true;
}

bool Dictionary::build(std::span<const std::int64_t> values, std::size_t limit) {
  if (!collect(values, limit)) {
    return false;
  }
  std::vector<std::uint32_t> order(values_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return values_[a] < values_[b]; });
  std::vector<std::int64_t> rank(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = static_cast<std::int64_t>(i);
  }
  std::sort(values_.begin(), values_.end());
  for (std::int64_t& place : places_) {
    place = rank[static_cast<std::size_t>(place)];
  }
  return true;
}

} // namespace tracekit::store::codec
