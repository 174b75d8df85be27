// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdlib>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "match/assignment.hpp"
#include "match/row_order.hpp"
#include "match/stages.hpp"

namespace tracekit::match {
namespace {

constexpr double order_worth = 3;           ///< bits, where the order of the rows tells the order of the day
constexpr double another_date = 5.5;        ///< bits from which a row may be about a day that it does not name
constexpr double row_margin = 1;            ///< by which a row must fit its workout better than one that stays without
constexpr std::size_t most_for_free = 64;   ///< rows or workouts of one day
constexpr std::size_t most_pairs = 1 << 20; ///< rows times workouts of one day
constexpr std::int64_t after_midnight_s = 3 * 3600;

class DateRows {
public:
  explicit DateRows(Workbench& bench) : bench_(bench) {}

  void link_provider(std::uint32_t provider, Days days);
  void collect();

private:
  using Workouts = std::vector<Index>; ///< a member of each

  [[nodiscard]] std::vector<const Item*> witnesses_of(Index workout) const;
  [[nodiscard]] Score score(Index row, Index workout) const;
  [[nodiscard]] bool may_be(Index row, const std::vector<const Item*>& witnesses) const;
  [[nodiscard]] bool may_link(Index row, Index workout, std::uint32_t provider) const;
  [[nodiscard]] Worth worth_of(const std::vector<Index>& rows, const Workouts& workouts, std::uint32_t provider) const;
  void link_day(std::uint32_t provider, std::int64_t day, const std::vector<Index>& rows);
  void settle(const std::vector<Index>& rows, const Workouts& workouts, const Worth& worth, const Assignment& chosen);
  void link_copies(const std::vector<Index>& rows);
  void link_neighbours(std::uint32_t provider, std::int64_t day, const std::vector<Index>& rows);
  [[nodiscard]] bool linked(Index row) const { return bench_.clusters.size(row) > 1; }

  Workbench& bench_;
  double out_of_order_ = 0;
  std::unordered_map<std::int64_t, Workouts> workouts_; ///< by local date, in order of time
  std::unordered_set<Index> asked_;                     ///< rows that have their place on their own day
};

/// The day that most members tell; of several the first.
std::int64_t most_told_day(const Workbench& bench, Index cluster) {
  std::map<std::int64_t, int> votes;
  bench.clusters.each_member(cluster, [&](Index member) {
    const Item& item = bench.item(member);
    if (item.day && item.day_is_told) {
      ++votes[*item.day];
    }
  });
  return std::max_element(votes.begin(), votes.end(), [](const auto& x, const auto& y) { return x.second < y.second; })
      ->first;
}

/// The day of a workout: what its members tell of themselves, else what `home` makes of it.
std::optional<std::int64_t> day_of(const Workbench& bench, Index cluster) {
  std::optional<std::int64_t> told;
  std::optional<std::int64_t> assumed;
  bool agree = true;
  bench.clusters.each_member(cluster, [&](Index member) {
    const Item& item = bench.item(member);
    if (item.day && item.day_is_told) {
      agree = agree && (!told || told == item.day);
      told = item.day;
    } else if (item.day) {
      assumed = item.day;
    }
  });
  return !told ? assumed : agree ? told : most_told_day(bench, cluster);
}

void DateRows::collect() {
  for (Index i = 0; i < bench_.items.size(); ++i) {
    if (bench_.item(i).timed && bench_.clusters.primary(i) == i) {
      if (const auto day = day_of(bench_, i)) {
        workouts_[*day].push_back(i);
      }
    }
  }
}

std::vector<const Item*> DateRows::witnesses_of(Index workout) const {
  std::vector<const Item*> witnesses;
  witnesses.reserve(bench_.clusters.size(workout));
  bench_.clusters.each_member(workout, [&](Index member) {
    if (bench_.clusters.part(member) == 0) {
      witnesses.push_back(&bench_.item(member));
    }
  });
  return witnesses;
}

Score DateRows::score(Index row, Index workout) const { return score_dated(bench_.item(row), witnesses_of(workout)); }

/// Whether anybody who knows the sport of the workout agrees with the row.
bool DateRows::may_be(Index row, const std::vector<const Item*>& witnesses) const {
  const Item& item = bench_.item(row);
  const auto knows = [](const Item* witness) { return witness->family != 0; };
  return std::none_of(witnesses.begin(), witnesses.end(), knows) ||
         std::any_of(witnesses.begin(), witnesses.end(),
                     [&](const Item* witness) { return knows(witness) && sports_agree(item, *witness); });
}

bool DateRows::may_link(Index row, Index workout, std::uint32_t provider) const {
  bool free = !bench_.clusters.separated(row, workout);
  bench_.clusters.each_member(workout, [&](Index member) { free = free && bench_.item(member).provider != provider; });
  return free;
}

Worth DateRows::worth_of(const std::vector<Index>& rows, const Workouts& workouts, std::uint32_t provider) const {
  Worth worth(rows.size(), workouts.size());
  for (std::size_t w = 0; w < workouts.size(); ++w) {
    const std::vector<const Item*> witnesses = witnesses_of(workouts[w]);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (!linked(rows[r]) && may_be(rows[r], witnesses) && may_link(rows[r], workouts[w], provider)) {
        const Score found = score_dated(bench_.item(rows[r]), witnesses);
        worth.set(r, w, found.bits >= doubtful && !found.sports_differ ? found.bits : 0);
      }
    }
  }
  return worth;
}

/// The workouts between which each row stands, as the assignment has the rows around it.
struct Bounds {
  std::vector<std::size_t> after;  ///< the first workout that keeps the order
  std::vector<std::size_t> before; ///< one past the last
};

Bounds bounds_of(const Assignment& chosen, std::size_t workouts) {
  Bounds bounds{std::vector<std::size_t>(chosen.size(), 0), std::vector<std::size_t>(chosen.size(), workouts)};
  for (std::size_t r = 1; r < chosen.size(); ++r) {
    bounds.after[r] = std::max(bounds.after[r - 1], chosen[r - 1] ? *chosen[r - 1] + 1 : 0);
  }
  for (std::size_t r = chosen.size(); r-- > 1;) {
    bounds.before[r - 1] = std::min(bounds.before[r], chosen[r] ? *chosen[r] : workouts);
  }
  return bounds;
}

/// A row is linked when no workout that stays without a row fits it as well, and no other row that stays without a
/// workout fits the workout as well. So two equal rows go to two equal rides in order, and one row of two equal rides
/// is asked about.
void DateRows::settle(const std::vector<Index>& rows, const Workouts& workouts, const Worth& worth,
                      const Assignment& chosen) {
  std::vector<char> taken(workouts.size(), 0);
  for (const auto& column : chosen) {
    if (column) {
      taken[*column] = 1;
    }
  }
  const Bounds bounds = bounds_of(chosen, workouts.size());
  std::vector<std::pair<Index, Index>> links;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (!chosen[r]) {
      continue;
    }
    const std::size_t mine = *chosen[r];
    bool clear = true;
    for (std::size_t w = 0; w < workouts.size(); ++w) {
      const bool in_order = w >= bounds.after[r] && w < bounds.before[r];
      const double rival = worth.at(r, w) - (in_order ? 0 : out_of_order_);
      clear = clear && (taken[w] != 0 || worth.at(r, w) <= 0 || rival + row_margin <= worth.at(r, mine));
    }
    if (clear) {
      links.emplace_back(rows[r], workouts[mine]);
    } else {
      bench_.ask(rows[r], workouts[mine], score(rows[r], workouts[mine]),
                 "another workout of that day fits this row as well");
      asked_.insert(rows[r]);
    }
  }
  for (const auto& [row, workout] : links) {
    bench_.clusters.merge(row, workout);
  }
}

void DateRows::link_day(std::uint32_t provider, std::int64_t day, const std::vector<Index>& rows) {
  const auto found = workouts_.find(day);
  if (found == workouts_.end() || rows.size() * found->second.size() > most_pairs) {
    return;
  }
  const Workouts& workouts = found->second;
  const Worth worth = worth_of(rows, workouts, provider);
  Assignment chosen = assign_in_order(worth);
  const double better = total_worth(worth, chosen) + out_of_order_ + 1e-9;
  if (rows.size() <= most_for_free && workouts.size() <= most_for_free && most_worth(worth) > better) {
    Assignment freely = assign_freely(worth);
    if (total_worth(worth, freely) > better) {
      chosen = std::move(freely);
    }
  }
  settle(rows, workouts, worth, chosen);
}

/// A row typed twice says the same to the second and the metre as one that has its place, or as another without a
/// place.
void DateRows::link_copies(const std::vector<Index>& rows) {
  const auto content = [&](Index row) {
    const Item& item = bench_.item(row);
    const Record& record = *item.record;
    return std::tie(item.distance_m, item.durations, record.sport, record.sub_sport, record.name, record.equipment);
  };
  for (const Index copy : rows) {
    const Item& item = bench_.item(copy);
    if (linked(copy) || item.span_s <= 0) {
      continue;
    }
    const auto original = std::find_if(rows.begin(), rows.end(), [&](Index row) {
      return row != copy && (linked(row) || row < copy) && content(row) == content(copy) &&
             !bench_.clusters.separated(row, copy);
    });
    if (original != rows.end()) {
      bench_.clusters.merge(*original, copy);
    }
  }
}

/// What began soon after midnight is often written down under the evening's date; and a workout whose zone nobody tells
/// may have another date than `home` makes of it.
void DateRows::link_neighbours(std::uint32_t provider, std::int64_t day, const std::vector<Index>& rows) {
  const auto is_open = [&](Index row) { return !linked(row) && !asked_.contains(row); };
  if (std::none_of(rows.begin(), rows.end(), is_open)) {
    return;
  }
  Workouts workouts;
  for (const std::int64_t neighbour : {day - 1, day + 1}) {
    if (const auto found = workouts_.find(neighbour); found != workouts_.end()) {
      workouts.insert(workouts.end(), found->second.begin(), found->second.end());
    }
  }
  if (rows.size() * workouts.size() > most_pairs) {
    return;
  }
  Worth worth(rows.size(), workouts.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t w = 0; w < workouts.size(); ++w) {
      if (!is_open(rows[r]) || !may_link(rows[r], workouts[w], provider)) {
        continue;
      }
      const Score found = score(rows[r], workouts[w]);
      const Item& item = bench_.primary(workouts[w]);
      const std::int64_t time_of_day = (((item.start + item.utc_offset_s) % 86400) + 86400) % 86400;
      const bool early = day_of(bench_, workouts[w]) == day + 1 && time_of_day < after_midnight_s;
      const double bits = found.bits + (early ? 3 : 0);
      const bool told_otherwise = !early && found.bits_of(Finding::date) < 0;
      worth.set(r, w, bits >= (told_otherwise ? another_date : doubtful) && !found.sports_differ ? bits : 0);
    }
  }
  Assignment chosen = assign_in_order(worth);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (chosen[r] && worth.at(r, *chosen[r]) < sure - 2) {
      bench_.ask(rows[r], workouts[*chosen[r]], score(rows[r], workouts[*chosen[r]]), "their dates are a day apart");
      chosen[r].reset();
    }
  }
  settle(rows, workouts, worth, chosen);
}

void DateRows::link_provider(std::uint32_t provider, Days days) {
  out_of_order_ = put_in_time_order(bench_.items, days) ? order_worth : 0;
  for (const auto& [day, rows] : days) {
    link_day(provider, day, rows);
  }
  for (const auto& [day, rows] : days) {
    link_copies(rows);
    link_neighbours(provider, day, rows);
  }
  for (const auto& [day, rows] : days) {
    for (const Index row : rows) {
      if (bench_.clusters.primary(row) == row) {
        workouts_[day].push_back(row);
      }
    }
  }
}

} // namespace

void link_date_rows(Workbench& bench) {
  std::map<std::uint32_t, Days> providers;
  for (Index i = 0; i < bench.items.size(); ++i) {
    const Item& item = bench.item(i);
    if (!item.timed && item.day) {
      Days& days = providers[item.provider];
      days.try_emplace(days.end(), *item.day)->second.push_back(i); // they come in the order of their days
    }
  }
  DateRows rows(bench);
  rows.collect();
  for (auto& [provider, days] : providers) {
    rows.link_provider(provider, std::move(days));
  }
}

} // namespace tracekit::match
