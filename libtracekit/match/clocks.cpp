// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <tuple>
#include <vector>

#include "match/stages.hpp"

namespace tracekit::match {
namespace {

constexpr std::int64_t within_reach_s = 26 * 3600; ///< nearer ones were compared before
constexpr std::size_t most_alike = 4;              ///< what more records have in common is a habit

/// The exact length of a recording, where it is too odd for two workouts to have it by chance.
struct Length {
  std::int64_t decimetres;
  std::int64_t elapsed_s;
  std::int64_t second_s; ///< timer or moving time
  Index index;

  [[nodiscard]] auto value() const { return std::tie(decimetres, elapsed_s, second_s); }
};

bool is_odd(const Item& item) {
  const bool has_second = item.durations[1] > 0 || item.durations[2] > 0;
  return item.timed && has_second && item.durations[0] > 0 && !item.whole_minutes[0] && item.distance_m > 1000 &&
         std::abs(item.distance_m - 10 * std::round(item.distance_m / 10)) > 0.05;
}

std::optional<Length> length_of(const Workbench& bench, Index i) {
  const Item& item = bench.item(i);
  if (!is_odd(item) || bench.clusters.part(i) != 0) {
    return std::nullopt;
  }
  const double second = item.durations[1] > 0 ? item.durations[1] : item.durations[2];
  return Length{std::llround(10 * item.distance_m), std::llround(item.durations[0]), std::llround(second), i};
}

/// A place in a table of a power of two; what shares it may be alike.
std::size_t slot_of(const Length& length, std::size_t slots) {
  const auto mixed = static_cast<std::uint64_t>(length.decimetres) * 0x9E3779B97F4A7C15U +
                     static_cast<std::uint64_t>(length.elapsed_s) * 0xC2B2AE3D27D4EB4FU +
                     static_cast<std::uint64_t>(length.second_s) * 0x165667B19E3779F9U;
  return static_cast<std::size_t>(mixed >> 32U) & (slots - 1);
}

/// The lengths that records of different clusters may share, sorted.
std::vector<Length> lengths_of(const Workbench& bench) {
  constexpr Index nobody = 0;
  constexpr Index several = UINT32_MAX;
  std::vector<Length> lengths;
  for (Index i = 0; i < bench.items.size(); ++i) {
    if (const auto length = length_of(bench, i)) {
      lengths.push_back(*length);
    }
  }
  std::vector<Index> owners(std::bit_ceil(8 * lengths.size() + 1), nobody); // a root + 1 for each slot
  for (const Length& length : lengths) {
    Index& owner = owners[slot_of(length, owners.size())];
    const Index root = bench.clusters.root(length.index) + 1;
    owner = owner == nobody || owner == root ? root : several;
  }
  std::erase_if(lengths, [&](const Length& length) { return owners[slot_of(length, owners.size())] != several; });
  std::sort(lengths.begin(), lengths.end(), [](const Length& a, const Length& b) {
    return std::tuple_cat(a.value(), std::tie(a.index)) < std::tuple_cat(b.value(), std::tie(b.index));
  });
  return lengths;
}

void ask_about(Workbench& bench, Index a, Index b) {
  const Item& x = bench.item(a);
  const Item& y = bench.item(b);
  // The clusters know most of it, and lie nearer than the items.
  if (bench.clusters.root(a) == bench.clusters.root(b) || bench.clusters.share_provider(a, b) ||
      bench.clusters.separated(a, b) || std::abs(x.start - y.start) <= within_reach_s || !sports_agree(x, y) ||
      x.parent != y.parent) {
    return;
  }
  bench.ask(
      a, b, score_timed(x, y, Positions::always),
      "they have the same length to the metre and the second, but start days apart, as after the reset of a clock");
}

} // namespace

void ask_about_clocks(Workbench& bench) {
  const std::vector<Length> lengths = lengths_of(bench);
  for (std::size_t first = 0; first < lengths.size();) {
    std::size_t last = first;
    while (last < lengths.size() && lengths[last].value() == lengths[first].value()) {
      ++last;
    }
    std::vector<Index> clusters; // one member of each
    for (std::size_t i = first; i < last; ++i) {
      const bool is_new = std::none_of(clusters.begin(), clusters.end(), [&](Index other) {
        return bench.clusters.root(other) == bench.clusters.root(lengths[i].index);
      });
      if (is_new && clusters.size() <= most_alike) {
        clusters.push_back(lengths[i].index);
      }
    }
    for (std::size_t i = 0; clusters.size() <= most_alike && i < clusters.size(); ++i) {
      for (std::size_t j = i + 1; j < clusters.size(); ++j) {
        ask_about(bench, clusters[i], clusters[j]);
      }
    }
    first = last;
  }
}

} // namespace tracekit::match
