// SPDX-License-Identifier: MIT
#include "calendar/month_grid.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace tracekit::calendar {
namespace {

std::optional<Month> oldest_known(const Known& known) {
  std::optional<Month> oldest = known.oldest;
  const auto consider = [&](Month month) { oldest = oldest ? std::min(*oldest, month) : month; };
  if (!known.months.empty()) {
    consider(known.months.begin()->first);
  }
  for (const auto& [key, pulled] : known.pulls) {
    if (pulled.coverage != Coverage::not_pulled) {
      consider(key.second);
    }
  }
  return oldest;
}

MonthState state_of(const Row& row, const std::vector<std::string>& providers, const Known& known) {
  const auto some = [&](Coverage coverage) {
    for (std::size_t i = 0; i < providers.size(); ++i) {
      if (row.cells[i].pulled.coverage == coverage && known.enabled.contains(providers[i])) {
        return true;
      }
    }
    return false;
  };
  return known.pulling.contains(row.month) ? MonthState::pulling
         : some(Coverage::failed)          ? MonthState::failed
         : row.open_differences > 0        ? MonthState::differs
         : some(Coverage::not_pulled)      ? MonthState::not_pulled
         : row.activities == 0             ? MonthState::empty
                                           : MonthState::in_sync;
}

Row make_row(Month month, const std::vector<std::string>& providers, const Known& known) {
  Row row;
  row.month = month;
  const auto found = known.months.find(month);
  if (found != known.months.end()) {
    row.activities = found->second.activities;
    row.matched = found->second.matched;
    row.open_differences = found->second.open_differences;
  }
  for (const std::string& provider : providers) {
    Cell& cell = row.cells.emplace_back();
    if (const auto pulled = known.pulls.find({provider, month}); pulled != known.pulls.end()) {
      cell.pulled = pulled->second;
    }
    if (found != known.months.end()) {
      const auto holding = found->second.providers.find(provider);
      cell.holding = holding == found->second.providers.end() ? Holding{} : holding->second;
    }
  }
  row.state = state_of(row, providers, known);
  return row;
}

nlohmann::json to_json(const Cell& cell) {
  nlohmann::json days = nlohmann::json::array();
  constexpr int most_days = 31;
  for (int day = 0; day < most_days; ++day) {
    if ((cell.holding.days >> static_cast<unsigned>(day) & 1U) != 0) {
      days.push_back(day + 1);
    }
  }
  return {{"coverage", to_string(cell.pulled.coverage)},
          {"records", cell.holding.records},
          {"days", std::move(days)},
          {"devices", cell.holding.devices},
          {"open_differences", cell.holding.open_differences},
          {"pulled_at", cell.pulled.at ? nlohmann::json(format_utc(*cell.pulled.at)) : nlohmann::json(nullptr)},
          {"problem", cell.pulled.problem}};
}

/// All but the providers' part.
nlohmann::json to_json(const Row& row) {
  std::set<std::string> devices;
  std::optional<EpochSeconds> pulled_at;
  nlohmann::json problem = nullptr;
  for (const Cell& cell : row.cells) {
    devices.insert(cell.holding.devices.begin(), cell.holding.devices.end());
    pulled_at = std::max(pulled_at, cell.pulled.at);
    if (cell.pulled.coverage == Coverage::failed && problem.is_null()) {
      problem = cell.pulled.problem;
    }
  }
  return {{"month", row.month.text()},
          {"state", to_string(row.state)},
          {"days_in_month", static_cast<unsigned>(row.month.last_day().day())},
          {"activities", row.activities},
          {"matched", row.matched},
          {"open_differences", row.open_differences},
          {"devices", devices},
          {"pulled_at", pulled_at ? nlohmann::json(format_utc(*pulled_at)) : nlohmann::json(nullptr)},
          {"problem", std::move(problem)}};
}

} // namespace

std::string_view to_string(Coverage coverage) {
  constexpr std::array<std::string_view, 5> names{"not_pulled", "complete", "partial", "failed", "impossible"};
  return names[static_cast<std::size_t>(coverage)];
}

std::string_view to_string(MonthState state) {
  constexpr std::array<std::string_view, 6> names{"pulling", "failed", "differs", "not_pulled", "empty", "in_sync"};
  return names[static_cast<std::size_t>(state)];
}

Grid make_grid(const std::vector<std::string>& providers, const Known& known, const Range& range) {
  Grid grid{providers, oldest_known(known), {}};
  Month newest = range.newest;
  if (!known.months.empty()) {
    newest = std::max(newest, known.months.rbegin()->first); // a clock that is behind must not hide data
  }
  const Month last = range.to.value_or(newest);
  Month first = last;
  if (range.from) {
    first = *range.from;
  } else if (range.months) {
    first = last.plus(1 - *range.months);
  } else if (grid.oldest) {
    first = *grid.oldest;
  } else {
    return grid;
  }
  for (Month month = last; month >= first; month = month.plus(-1)) {
    grid.rows.push_back(make_row(month, providers, known));
  }
  return grid;
}

nlohmann::json to_json(const Grid& grid) {
  nlohmann::json months = nlohmann::json::array();
  for (const Row& row : grid.rows) {
    nlohmann::json providers = nlohmann::json::object();
    for (std::size_t i = 0; i < grid.providers.size(); ++i) {
      providers[grid.providers[i]] = to_json(row.cells[i]);
    }
    nlohmann::json month = to_json(row);
    month["providers"] = std::move(providers);
    months.push_back(std::move(month));
  }
  return {{"providers", grid.providers},
          {"oldest", grid.oldest ? nlohmann::json(grid.oldest->text()) : nlohmann::json(nullptr)},
          {"months", std::move(months)}};
}

} // namespace tracekit::calendar
