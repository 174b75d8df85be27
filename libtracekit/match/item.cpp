// SPDX-License-Identifier: MIT
#include "match/item.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "model/sport.hpp"

namespace tracekit::match {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The run of digits at the front, without its leading zeros.
std::string_view take_number(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  std::string_view number = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(number.size());
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

double positive(const std::optional<double>& value) {
  return value && std::isfinite(*value) && *value > 0 ? *value : 0;
}

/// A broken clock or parser: no arithmetic on such a value.
bool within_calendar(const std::optional<std::int64_t>& seconds) {
  return seconds && *seconds >= -62135596800 && *seconds <= 253402300799; // the years 1 to 9999
}

/// Device file, recorded with positions, service, manual, a date without a time.
int rank_of(const Record& record, bool timed) {
  if (!timed) {
    return 6;
  }
  if (record.manual) {
    return 5;
  }
  if (record.stub) {
    return 4;
  }
  if (record.file_id || record.format == "fit") {
    return 0;
  }
  if (record.origin == Origin::file || !record.format.empty()) {
    return 1;
  }
  return record.sketch.empty() ? 3 : 2;
}

} // namespace

bool natural_less(std::string_view a, std::string_view b) {
  const std::string_view whole_a = a;
  const std::string_view whole_b = b;
  while (!a.empty() && !b.empty()) {
    if (is_digit(a.front()) && is_digit(b.front())) {
      const std::string_view x = take_number(a);
      const std::string_view y = take_number(b);
      if (x != y) {
        return x.size() != y.size() ? x.size() < y.size() : x < y;
      }
    } else if (a.front() != b.front()) {
      return a.front() < b.front();
    } else {
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  return a.empty() && b.empty() ? whole_a < whole_b : a.empty();
}

Item make_item(const Record& record, const TimeZone& home) {
  Item item;
  item.record = &record;
  const bool has_wall = within_calendar(record.start_local);
  const bool has_start = within_calendar(record.start) && (has_wall || !record.start_local);
  const bool timed = has_start || (has_wall && !record.date_only);
  if (timed) {
    item.wall_start = local_start(record, home);
    item.start = has_start ? record.start : home.to_utc(*record.start_local);
  }
  if (timed || has_wall) {
    item.day = days_of(*local_date(record, home));
  }
  item.day_is_told = record.start_local || record.utc_offset_s || !record.tz.empty();
  item.moment = item.start ? *item.start : item.day ? *item.day * 86400 : INT64_MIN;
  const Totals& totals = record.totals;
  item.durations = {positive(totals.elapsed_s), positive(totals.timer_s), positive(totals.moving_s)};
  const auto* span = std::find_if(item.durations.begin(), item.durations.end(), [](double d) { return d > 0; });
  item.span_s = span == item.durations.end() ? 0 : *span;
  item.distance_m = positive(totals.distance_m);
  item.rank = rank_of(record, timed);
  item.family = sport_family(record.sport, record.sub_sport);
  item.frequent_sport = item.family == "cycling" || item.family == "running" || item.family == "walking";
  item.leg = !record.parent_id.empty();
  return item;
}

std::vector<Item> make_items(std::span<const Record> records, const TimeZone& home) {
  std::map<std::string_view, std::uint32_t> providers;
  std::set<std::pair<std::string_view, std::string_view>> parents;
  std::vector<Item> items;
  items.reserve(records.size());
  for (const Record& record : records) {
    items.push_back(make_item(record, home));
    providers.try_emplace(record.key.provider, 0);
    if (!record.parent_id.empty()) {
      parents.emplace(record.key.provider, record.parent_id);
    }
  }
  std::uint32_t number = 0;
  for (auto& provider : providers) {
    provider.second = number++;
  }
  for (Item& item : items) {
    item.provider = providers.find(item.record->key.provider)->second;
    item.parent = !parents.empty() && parents.contains({item.record->key.provider, item.record->key.id});
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    if (a.moment != b.moment) {
      return a.moment < b.moment;
    }
    return a.provider != b.provider ? a.provider < b.provider : natural_less(a.record->key.id, b.record->key.id);
  });
  return items;
}

} // namespace tracekit::match
