// SPDX-License-Identifier: MIT
#include "match/row_order.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "match/natural_order.hpp"

namespace tracekit::match {
namespace {

/// The number behind `"day_order":` in the record's details.
std::optional<int> told_order(const Record& record) {
  constexpr std::string_view key = "\"day_order\":";
  const auto at = record.detail_json.find(key);
  if (at == std::string::npos) {
    return std::nullopt;
  }
  std::string_view rest = std::string_view(record.detail_json).substr(at + key.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  int order = 0;
  const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), order);
  return failure == std::errc{} ? std::optional(order) : std::nullopt;
}

bool sort_by_told_order(std::span<const Item> items, const Days& days) {
  const auto tells = [&](Index row) { return told_order(*items[row].record).has_value(); };
  const bool all_tell = std::all_of(days.begin(), days.end(), [&](const RowsOfDay& day) {
    return day.rows.size() < 2 || std::all_of(day.rows.begin(), day.rows.end(), tells);
  });
  if (!all_tell) {
    return false;
  }
  for (const auto& [day, rows] : days) {
    std::stable_sort(rows.begin(), rows.end(), [&](Index a, Index b) {
      return told_order(*items[a].record).value_or(0) < told_order(*items[b].record).value_or(0);
    });
  }
  return true;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

bool put_in_time_order(std::span<const Item> items, const Days& days) {
  const bool alone = std::all_of(days.begin(), days.end(), [](const RowsOfDay& day) { return day.rows.size() < 2; });
  if (alone || sort_by_told_order(items, days)) {
    return true;
  }
  // Sheets grow downwards or upwards: later rows with earlier dates tell that the newest stand first.
  int rising = 0;
  int steps = 0;
  bool numbers = true;
  const std::string* before = nullptr;
  for (const auto& [day, rows] : days) {
    const std::string& id = items[rows.front()].record->key.id;
    numbers = numbers && is_number(id);
    if (before != nullptr) {
      ++steps;
      rising += natural_less(*before, id) ? 1 : -1;
    }
    before = &id;
  }
  if (rising < 0) {
    for (const auto& [day, rows] : days) {
      std::reverse(rows.begin(), rows.end());
    }
  }
  const int clear = 5 * std::abs(rising);
  return numbers ? clear >= 3 * steps : steps >= 8 && clear >= 4 * steps;
}

} // namespace tracekit::match
