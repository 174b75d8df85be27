// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "match/parts.hpp"
#include "match/stages.hpp"

namespace tracekit::match {
namespace {

constexpr double other_cut_s = 45;     ///< by which cuts must differ to be cuts of one recording
constexpr double unnoticed_s = 30;     ///< a gap in all providers at once that is none
constexpr Index most_at_one_time = 96; ///< more than anybody has at one time
constexpr Index none = UINT32_MAX;

/// The record of the same provider that continues each record, or none.
std::vector<Index> successors(const Workbench& bench) {
  std::vector<Index> next(bench.items.size(), none);
  std::vector<Index> latest; // of each provider
  for (Index i = 0; i < bench.items.size(); ++i) {
    const Item& item = bench.item(i);
    if (!item.timed || item.span_s <= 0 || item.parent || bench.clusters.part(i) != 0) {
      continue;
    }
    if (item.provider >= latest.size()) {
      latest.resize(item.provider + 1, none);
    }
    const Index before = std::exchange(latest[item.provider], i);
    if (before != none && continues(bench.item(before), item)) {
      next[before] = i;
    }
  }
  return next;
}

/// Whether the parts come alone or with copies of their own length, and no person keeps them from the others.
bool all_free(const Workbench& bench, const Parts& parts, const Parts& others) {
  return std::all_of(parts.begin(), parts.end(), [&](Index part) {
    bool free = bench.clusters.part(part) == 0;
    bench.clusters.each_member(part, [&](Index member) {
      free = free && std::abs(bench.item(member).span_s - bench.item(part).span_s) <= other_cut_s;
    });
    return free && std::none_of(others.begin(), others.end(),
                                [&](Index other) { return bench.clusters.separated(part, other); });
  });
}

/// Whether two providers hold one recording, cut at different places.
bool cut_differently(const Workbench& bench, const Parts& a, const Parts& b) {
  if (bench.item(a.front()).provider == bench.item(b.front()).provider ||
      !sports_agree(bench.item(a.front()), bench.item(b.front())) || !all_free(bench, a, b) || !all_free(bench, b, a)) {
    return false;
  }
  // Two devices that were stopped and started between two workouts differ a little at either side of the pause.
  const double ends = bench.item(a.front()).end() - bench.item(b.front()).end();
  const auto starts = static_cast<double>(bench.item(a[1]).start - bench.item(b[1]).start);
  const bool elsewhere = (ends > other_cut_s && starts > other_cut_s) || (ends < -other_cut_s && starts < -other_cut_s);
  return elsewhere && score_timed(joined_parts(bench, a), joined_parts(bench, b), Positions::never).bits >= sure;
}

/// A cut that two have in common is the pause between two workouts.
bool all_cut_differently(const Workbench& bench, const std::vector<Parts>& cuts) {
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    for (std::size_t j = i + 1; j < cuts.size(); ++j) {
      if (!cut_differently(bench, cuts[i], cuts[j])) {
        return false;
      }
    }
  }
  return true;
}

/// Whether somebody was recording all the time: then nobody stopped between the parts.
bool leave_no_gap(const Workbench& bench, const std::vector<Parts>& cuts) {
  Parts all;
  for (const Parts& parts : cuts) {
    all.insert(all.end(), parts.begin(), parts.end());
  }
  std::sort(all.begin(), all.end());
  double end = bench.item(all.front()).end();
  for (const Index part : all) {
    if (static_cast<double>(bench.item(part).start) > end + unnoticed_s) {
      return false;
    }
    end = std::max(end, bench.item(part).end());
  }
  return true;
}

/// Links the parts of several providers where none holds the whole.
class Cuts {
public:
  explicit Cuts(Workbench& bench) : bench_(bench), next_(successors(bench)) {}

  void link();

private:
  [[nodiscard]] bool link_from(const Parts& parts);
  [[nodiscard]] std::optional<Parts> until(Index first, double end) const;
  [[nodiscard]] std::optional<std::vector<Parts>> others_of(const Parts& parts) const;

  Workbench& bench_;
  std::vector<Index> next_;
};

/// The records from one on that together end at a moment; what follows may be another workout.
std::optional<Parts> Cuts::until(Index first, double end) const {
  Parts parts{first};
  while (next_[parts.back()] != none && parts.size() < most_parts) {
    parts.push_back(next_[parts.back()]);
    if (std::abs(bench_.item(parts.back()).end() - end) <= static_cast<double>(slack_s)) {
      return parts;
    }
  }
  return std::nullopt;
}

/// The parts of the other providers that were recording then; nothing where one of them does not end with the others.
std::optional<std::vector<Parts>> Cuts::others_of(const Parts& parts) const {
  const double end = bench_.item(parts.back()).end();
  const std::int64_t latest = bench_.item(parts.front()).start + slack_s;
  std::vector<Parts> others;
  for (Index i = parts.front() + 1; i < bench_.items.size() && bench_.item(i).start <= latest; ++i) {
    if (i - parts.front() > most_at_one_time) {
      return std::nullopt;
    }
    if (next_[i] == none || bench_.item(i).provider == bench_.item(parts.front()).provider) {
      continue;
    }
    auto other = until(i, end);
    if (!other) {
      return std::nullopt;
    }
    others.push_back(std::move(*other));
  }
  return others;
}

bool Cuts::link_from(const Parts& parts) {
  auto cuts = others_of(parts);
  if (!cuts || cuts->empty() || bench_.clusters.part(parts.front()) != 0) {
    return false;
  }
  cuts->push_back(parts);
  if (!all_cut_differently(bench_, *cuts) || !leave_no_gap(bench_, *cuts)) {
    return false;
  }
  for (const Parts& each : *cuts) {
    join_parts(bench_.clusters, each, parts.front());
  }
  return true;
}

void Cuts::link() {
  for (Index first = 0; first < bench_.items.size(); ++first) {
    if (next_[first] == none) {
      continue;
    }
    Parts parts{first};
    while (next_[parts.back()] != none && parts.size() < most_parts) {
      parts.push_back(next_[parts.back()]);
      if (link_from(parts)) {
        break;
      }
    }
  }
}

} // namespace

void link_cuts(Workbench& bench) { Cuts(bench).link(); }

} // namespace tracekit::match
