// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
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

  /// One number that two lengths do not share but by the strangest chance.
  [[nodiscard]] std::uint64_t print() const {
    return static_cast<std::uint64_t>(decimetres) * 0x9E3779B97F4A7C15U +
           static_cast<std::uint64_t>(elapsed_s) * 0xC2B2AE3D27D4EB4FU +
           static_cast<std::uint64_t>(second_s) * 0x165667B19E3779F9U;
  }
  friend bool operator==(const Length&, const Length&) = default;
};

/// The nearest whole number of a length, which is not negative; no length is beyond counting.
std::int64_t whole(double length) { return static_cast<std::int64_t>(std::min(length, 1e15) + 0.5); }

bool is_odd(const Item& item) {
  const bool has_second = item.durations[1] > 0 || item.durations[2] > 0;
  return item.timed && has_second && item.durations[0] > 0 && !item.whole_minutes[0] && item.distance_m > 1000 &&
         std::abs(item.distance_m - 10 * static_cast<double>(whole(item.distance_m / 10))) > 0.05;
}

Length length_of(const Item& item) {
  const double second = item.durations[1] > 0 ? item.durations[1] : item.durations[2];
  return {whole(10 * item.distance_m), whole(item.durations[0]), whole(second)};
}

struct Print {
  std::uint64_t value;
  Index index;
};

/// Which prints clusters without a common provider may share, as far as a table of few slots can tell. Hardly any do:
/// most workouts lie with the same services.
class Holders {
public:
  explicit Holders(std::size_t prints) : common_(std::bit_ceil(prints + 1), ~std::uint64_t{0}) {}

  void note(std::uint64_t print, std::uint64_t providers) { common_[slot_of(print)] &= providers; }
  [[nodiscard]] bool have_nobody_in_common(std::uint64_t print) const { return common_[slot_of(print)] == 0; }

private:
  [[nodiscard]] std::size_t slot_of(std::uint64_t print) const {
    return static_cast<std::size_t>(print >> 32U) & (common_.size() - 1);
  }

  std::vector<std::uint64_t> common_; ///< the providers that all of a slot hold
};

/// The prints that may be worth a question, sorted.
std::vector<Print> doubtful_prints(const Workbench& bench) {
  std::vector<Print> prints;
  prints.reserve(bench.items.size());
  Holders holders(bench.items.size());
  for (Index i = 0; i < bench.items.size(); ++i) {
    if (is_odd(bench.item(i)) && bench.clusters.part(i) == 0) {
      prints.push_back({length_of(bench.item(i)).print(), i});
      holders.note(prints.back().value, bench.clusters.provider_bits(i));
    }
  }
  std::erase_if(prints, [&](const Print& print) { return !holders.have_nobody_in_common(print.value); });
  std::sort(prints.begin(), prints.end(),
            [](const Print& a, const Print& b) { return a.value != b.value ? a.value < b.value : a.index < b.index; });
  return prints;
}

void ask_about(Workbench& bench, Index a, Index b) {
  const Item& x = bench.item(a);
  const Item& y = bench.item(b);
  // The clusters know most of it, and lie nearer than the items.
  if (bench.clusters.root(a) == bench.clusters.root(b) || bench.clusters.share_provider(a, b) ||
      bench.clusters.separated(a, b) || std::abs(x.start - y.start) <= within_reach_s || length_of(x) != length_of(y) ||
      !sports_agree(x, y) || x.parent != y.parent) {
    return;
  }
  bench.ask(
      a, b, score_timed(x, y, Positions::always),
      "they have the same length to the metre and the second, but start days apart, as after the reset of a clock");
}

} // namespace

void ask_about_clocks(Workbench& bench) {
  const std::vector<Print> prints = doubtful_prints(bench);
  for (std::size_t first = 0; first < prints.size();) {
    std::size_t last = first;
    while (last < prints.size() && prints[last].value == prints[first].value) {
      ++last;
    }
    std::vector<Index> clusters; // one member of each
    for (std::size_t i = first; i < last; ++i) {
      const bool is_new = std::none_of(clusters.begin(), clusters.end(), [&](Index other) {
        return bench.clusters.root(other) == bench.clusters.root(prints[i].index);
      });
      if (is_new && clusters.size() <= most_alike) {
        clusters.push_back(prints[i].index);
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
