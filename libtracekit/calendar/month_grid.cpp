// SPDX-License-Identifier: MIT
#include "calendar/month_grid.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace tracekit::calendar {
namespace {

std::optional<Month> oldest_known(const std::map<Month, MonthFacts>& facts,
                                  const std::map<std::pair<std::string, Month>, Coverage>& coverage) {
  std::optional<Month> oldest;
  const auto consider = [&](Month month) { oldest = oldest ? std::min(*oldest, month) : month; };
  if (!facts.empty()) {
    consider(facts.begin()->first);
  }
  for (const auto& [key, state] : coverage) {
    if (state != Coverage::not_pulled) {
      consider(key.second);
    }
  }
  return oldest;
}

Row make_row(Month month, const std::vector<std::string>& providers, const std::map<Month, MonthFacts>& facts,
             const std::map<std::pair<std::string, Month>, Coverage>& coverage) {
  Row row{month, {}, 0, 0, 0};
  const auto found = facts.find(month);
  if (found != facts.end()) {
    row.activities = found->second.activities;
    row.matched = found->second.matched;
    row.open_differences = found->second.open_differences;
  }
  for (const std::string& provider : providers) {
    Cell cell;
    if (const auto state = coverage.find({provider, month}); state != coverage.end()) {
      cell.coverage = state->second;
    }
    if (found != facts.end()) {
      const auto count = found->second.records.find(provider);
      cell.records = count == found->second.records.end() ? 0 : count->second;
    }
    row.cells.push_back(cell);
  }
  return row;
}

} // namespace

std::string_view to_string(Coverage coverage) {
  constexpr std::array<std::string_view, 5> names{"not_pulled", "complete", "partial", "failed", "impossible"};
  return names[static_cast<std::size_t>(coverage)];
}

Grid make_grid(const std::vector<std::string>& providers, const std::map<Month, MonthFacts>& facts,
               const std::map<std::pair<std::string, Month>, Coverage>& coverage, const Range& range) {
  Grid grid{providers, {}};
  const auto oldest = oldest_known(facts, coverage);
  Month newest = range.newest;
  if (!facts.empty()) {
    newest = std::max(newest, facts.rbegin()->first); // a clock that is behind must not hide data
  }
  const Month last = range.to.value_or(newest);
  Month first = last;
  if (range.from) {
    first = *range.from;
  } else if (range.months) {
    first = last.plus(1 - *range.months);
  } else if (oldest) {
    first = *oldest;
  } else {
    return grid;
  }
  for (Month month = last; month >= first; month = month.plus(-1)) {
    grid.rows.push_back(make_row(month, providers, facts, coverage));
  }
  return grid;
}

nlohmann::json to_json(const Grid& grid) {
  nlohmann::json months = nlohmann::json::array();
  for (const Row& row : grid.rows) {
    nlohmann::json providers = nlohmann::json::object();
    for (std::size_t i = 0; i < grid.providers.size(); ++i) {
      providers[grid.providers[i]] = {{"coverage", to_string(row.cells[i].coverage)},
                                      {"records", row.cells[i].records}};
    }
    months.push_back({{"month", row.month.text()},
                      {"providers", std::move(providers)},
                      {"activities", row.activities},
                      {"matched", row.matched},
                      {"open_differences", row.open_differences}});
  }
  return {{"providers", grid.providers}, {"months", std::move(months)}};
}

} // namespace tracekit::calendar
