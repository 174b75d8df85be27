// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <vector>

#include "match/assignment.hpp"
#include "match/row_order.hpp"
#include "match/stages.hpp"
#include "match/workouts_by_day.hpp"

namespace tracekit::match {
namespace {

constexpr double order_worth = 3;           ///< bits, where the order of the rows tells the order of the day
constexpr double another_date = 5.5;        ///< bits from which a row may be about a day that it does not name
constexpr double row_margin = 1;            ///< by which a row must fit its workout better than one that stays without
constexpr std::size_t most_for_free = 64;   ///< rows or workouts of one day
constexpr std::size_t most_pairs = 1 << 20; ///< rows times workouts of one day
constexpr std::int64_t after_midnight_s = 3 * 3600;

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

class DateRows {
public:
  explicit DateRows(Workbench& bench) : bench_(bench), workouts_by_day_(bench) {}

  void link_provider(std::uint32_t provider, const Days& days);

private:
  using Rows = std::span<const Index>;

  void hear_witnesses(Index workout);
  [[nodiscard]] Score score(Index row, Index workout);
  [[nodiscard]] bool may_be(Index row) const;
  [[nodiscard]] bool may_link(Index row, Index workout, std::uint32_t provider) const;
  void weigh(Rows rows, std::uint32_t provider);
  void link_day(std::uint32_t provider, const RowsOfDay& day);
  [[nodiscard]] bool is_clear(std::size_t row, const Assignment& chosen, const Bounds& bounds) const;
  void settle(Rows rows, const Assignment& chosen);
  void link_copies(Rows rows);
  [[nodiscard]] double worth_of_neighbour(Index row, Index workout, std::int64_t day);
  void link_neighbours(std::uint32_t provider, const RowsOfDay& day);
  [[nodiscard]] bool linked(Index row) const { return bench_.clusters.size(row) > 1; }

  Workbench& bench_;
  double out_of_order_ = 0;
  WorkoutsByDay workouts_by_day_;
  std::unordered_set<Index> asked_; ///< rows that have their place on their own day
  // Of the day at hand, with memory that is used again:
  Workouts workouts_;
  std::vector<const Item*> witnesses_;         ///< of the workout at hand
  Worth worth_{0, 0};                          ///< of each row as each workout
  std::vector<char> taken_;                    ///< whether a workout has a row
  std::vector<std::pair<Index, Index>> clear_; ///< rows and their workouts
};

void DateRows::hear_witnesses(Index workout) {
  witnesses_.clear();
  bench_.clusters.each_member(workout, [&](Index member) {
    if (bench_.clusters.part(member) == 0) {
      witnesses_.push_back(&bench_.item(member));
    }
  });
}

Score DateRows::score(Index row, Index workout) {
  hear_witnesses(workout);
  return score_dated(bench_.item(row), witnesses_);
}

/// Whether any witness who knows the sport of the workout agrees with the row.
bool DateRows::may_be(Index row) const {
  const Item& item = bench_.item(row);
  const auto knows = [](const Item* witness) { return witness->family != 0; };
  return std::none_of(witnesses_.begin(), witnesses_.end(), knows) ||
         std::any_of(witnesses_.begin(), witnesses_.end(),
                     [&](const Item* witness) { return knows(witness) && sports_agree(item, *witness); });
}

void DateRows::weigh(Rows rows, std::uint32_t provider) {
  worth_.reset(rows.size(), workouts_.size());
  for (std::size_t w = 0; w < workouts_.size(); ++w) {
    if (bench_.clusters.holds(workouts_[w], provider)) {
      continue;
    }
    hear_witnesses(workouts_[w]);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (!linked(rows[r]) && may_be(rows[r]) && !bench_.clusters.separated(rows[r], workouts_[w])) {
        const Score found = score_dated(bench_.item(rows[r]), witnesses_);
        worth_.set(r, w, found.bits >= doubtful && !found.sports_differ ? found.bits : 0);
      }
    }
  }
}

/// Whether no workout that stays without a row fits this one as well as its own.
bool DateRows::is_clear(std::size_t row, const Assignment& chosen, const Bounds& bounds) const {
  const double mine = worth_.at(row, *chosen[row]);
  for (std::size_t w = 0; w < workouts_.size(); ++w) {
    const bool in_order = w >= bounds.after[row] && w < bounds.before[row];
    const double rival = worth_.at(row, w) - (in_order ? 0 : out_of_order_);
    if (taken_[w] == 0 && worth_.at(row, w) > 0 && rival + row_margin > mine) {
      return false;
    }
  }
  return true;
}

/// A row is linked when no workout that stays without a row fits it as well, and no other row that stays without a
/// workout fits the workout as well. So two equal rows go to two equal rides in order, and one row of two equal rides
/// is asked about.
void DateRows::settle(Rows rows, const Assignment& chosen) {
  taken_.assign(workouts_.size(), 0);
  for (const auto& column : chosen) {
    if (column) {
      taken_[*column] = 1;
    }
  }
  const Bounds bounds = bounds_of(chosen, workouts_.size());
  clear_.clear();
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (!chosen[r]) {
      continue;
    }
    const Index workout = workouts_[*chosen[r]];
    if (is_clear(r, chosen, bounds)) {
      clear_.emplace_back(rows[r], workout);
    } else {
      bench_.ask(rows[r], workout, score(rows[r], workout), "another workout of that day fits this row as well");
      asked_.insert(rows[r]);
    }
  }
  for (const auto& [row, workout] : clear_) {
    bench_.clusters.merge(row, workout);
  }
}

void DateRows::link_day(std::uint32_t provider, const RowsOfDay& day) {
  workouts_.clear();
  workouts_by_day_.list(day.day, workouts_);
  if (workouts_.empty() || day.rows.size() * workouts_.size() > most_pairs) {
    return;
  }
  weigh(day.rows, provider);
  Assignment chosen = assign_in_order(worth_);
  const double better = total_worth(worth_, chosen) + out_of_order_ + 1e-9;
  if (day.rows.size() <= most_for_free && workouts_.size() <= most_for_free && most_worth(worth_) > better) {
    Assignment freely = assign_freely(worth_);
    if (total_worth(worth_, freely) > better) {
      chosen = std::move(freely);
    }
  }
  settle(day.rows, chosen);
}

/// Whether it tells no duration to the second.
bool is_rounded(const Item& row) {
  for (std::size_t i = 0; i < row.durations.size(); ++i) {
    if (row.durations[i] > 0 && !row.whole_minutes[i]) {
      return false;
    }
  }
  return true;
}

/// A row typed twice says the same to the second and the metre as one that has its place, or as another without a
/// place. Two commutes may say the same to the minute.
void DateRows::link_copies(Rows rows) {
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
    if (original == rows.end()) {
      continue;
    }
    if (is_rounded(item)) {
      bench_.ask(*original, copy, score_of(bench_.item(*original), item, Positions::never),
                 "two rows of that day say the same, but only to the minute");
      asked_.insert(copy);
    } else {
      bench_.clusters.merge(*original, copy);
    }
  }
}

bool DateRows::may_link(Index row, Index workout, std::uint32_t provider) const {
  return !bench_.clusters.holds(workout, provider) && !bench_.clusters.separated(row, workout);
}

double DateRows::worth_of_neighbour(Index row, Index workout, std::int64_t day) {
  const Score found = score(row, workout);
  const Item& item = bench_.primary(workout);
  const std::int64_t time_of_day = (((item.start + item.utc_offset_s) % 86400) + 86400) % 86400;
  const bool early = day_of(bench_, workout) == day + 1 && time_of_day < after_midnight_s;
  const double bits = found.bits + (early ? 3 : 0);
  const bool told_otherwise = !early && found.bits_of(Finding::date) < 0;
  return bits >= (told_otherwise ? another_date : doubtful) && !found.sports_differ ? bits : 0;
}

/// What began soon after midnight is often written down under the evening's date; and a workout whose zone nobody tells
/// may have another date than `home` makes of it.
void DateRows::link_neighbours(std::uint32_t provider, const RowsOfDay& day) {
  const auto is_open = [&](Index row) { return !linked(row) && !asked_.contains(row); };
  const Rows rows = day.rows;
  if (std::none_of(rows.begin(), rows.end(), is_open)) {
    return;
  }
  workouts_.clear();
  workouts_by_day_.list(day.day - 1, workouts_);
  workouts_by_day_.list(day.day + 1, workouts_);
  if (rows.size() * workouts_.size() > most_pairs) {
    return;
  }
  worth_.reset(rows.size(), workouts_.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t w = 0; w < workouts_.size(); ++w) {
      if (is_open(rows[r]) && may_link(rows[r], workouts_[w], provider)) {
        worth_.set(r, w, worth_of_neighbour(rows[r], workouts_[w], day.day));
      }
    }
  }
  Assignment chosen = assign_in_order(worth_);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (chosen[r] && worth_.at(r, *chosen[r]) < sure - 2) {
      const Index workout = workouts_[*chosen[r]];
      bench_.ask(rows[r], workout, score(rows[r], workout), "their dates are a day apart");
      chosen[r].reset();
    }
  }
  settle(rows, chosen);
}

void DateRows::link_provider(std::uint32_t provider, const Days& days) {
  out_of_order_ = put_in_time_order(bench_.items, days) ? order_worth : 0;
  for (const RowsOfDay& day : days) {
    link_day(provider, day);
  }
  for (const RowsOfDay& day : days) {
    link_copies(day.rows);
    link_neighbours(provider, day);
  }
  for (const auto& [day, rows] : days) {
    for (const Index row : rows) {
      if (bench_.clusters.primary(row) == row) {
        workouts_by_day_.add(day, row);
      }
    }
  }
  workouts_by_day_.sort();
}

/// The rows lie in the order of their days.
Days by_day(std::span<const Item> items, std::vector<Index>& rows) {
  Days days;
  for (std::size_t first = 0; first < rows.size();) {
    const auto day = items[rows[first]].day;
    std::size_t last = first;
    while (last < rows.size() && items[rows[last]].day == day) {
      ++last;
    }
    days.push_back({*day, std::span(rows).subspan(first, last - first)});
    first = last;
  }
  return days;
}

} // namespace

void link_date_rows(Workbench& bench) {
  std::map<std::uint32_t, std::vector<Index>> providers;
  for (Index i = 0; i < bench.items.size(); ++i) {
    const Item& item = bench.item(i);
    if (!item.timed && item.day) {
      providers[item.provider].push_back(i);
    }
  }
  DateRows date_rows(bench);
  for (auto& [provider, rows] : providers) {
    date_rows.link_provider(provider, by_day(bench.items, rows));
  }
}

} // namespace tracekit::match
