// SPDX-License-Identifier: MIT
#include "match/item.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/text.hpp"
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

bool is_whole_minutes(double seconds) {
  constexpr double longest = 1e9;
  return seconds < longest && seconds == std::floor(seconds) && static_cast<std::int64_t>(seconds) % 60 == 0;
}

/// A broken clock or parser: no arithmetic on such a value.
bool within_calendar(const std::optional<std::int64_t>& seconds) {
  return seconds && *seconds >= -62135596800 && *seconds <= 253402300799; // the years 1 to 9999
}

/// Sports whose distance a belt, a roller or a sensor on the foot tells.
bool measured_indoors(const Record& record) {
  constexpr std::array<std::string_view, 7> kinds = {"treadmill",      "indoor_running", "indoor_walking",
                                                     "indoor_cycling", "indoor_rowing",  "elliptical",
                                                     "stair_climbing"};
  return is_indoor_sport(record.sport, record.sub_sport) ||
         std::find(kinds.begin(), kinds.end(), record.sub_sport) != kinds.end();
}

Code folded(std::uint64_t hash) { return std::max<Code>(static_cast<Code>(hash ^ (hash >> 32U)), 1); }

Code code_of(std::string_view text) {
  return text.empty() || text == "generic" ? 0 : folded(std::hash<std::string_view>{}(text));
}

/// The same for texts that differ only in case and in blanks around them.
Code loose_code_of(std::string_view text) {
  std::uint64_t code = 14695981039346656037U; // FNV-1a
  for (const char c : trim(text)) {
    const auto byte = static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    code = (code ^ byte) * 1099511628211U;
  }
  return folded(code);
}

/// Long titles are seldom the same by chance; `Commute` and `Home` often are.
Extras extras_of(const Record& record) {
  Extras extras;
  const std::size_t title = trim(record.name).size();
  extras.title = title >= 4 ? loose_code_of(record.name) : 0;
  extras.long_title = title >= 8;
  extras.equipment = record.equipment.empty() ? 0 : loose_code_of(record.equipment);
  extras.device = record.device.product.empty() ? 0 : loose_code_of(record.device.product);
  extras.avg_hr = static_cast<float>(positive(record.totals.avg_hr));
  extras.max_hr = static_cast<float>(positive(record.totals.max_hr));
  extras.calories = static_cast<float>(positive(record.totals.calories_kcal));
  extras.ascent_m = static_cast<float>(positive(record.totals.ascent_m));
  return extras;
}

void set_times(Item& item, const Record& record, const TimeZone& home) {
  const bool has_wall = within_calendar(record.start_local);
  const bool has_start = within_calendar(record.start) && (has_wall || !record.start_local);
  const bool timed = has_start || (has_wall && !record.date_only);
  if (timed) {
    item.wall_start = local_start(record, home);
    item.start = has_start ? record.start : home.to_utc(*record.start_local);
  }
  if (timed || has_wall) {
    const WallSeconds wall = item.wall_start ? *item.wall_start : *record.start_local;
    item.day = (wall - ((wall % 86400) + 86400) % 86400) / 86400;
  }
  item.day_is_told = record.start_local || record.utc_offset_s || !record.tz.empty();
  item.moment = item.start ? *item.start : item.day ? *item.day * 86400 : INT64_MIN;
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

/// What a sport and its sub-sport tell, looked up once for all records that name them.
struct SportTraits {
  Code family = 0;
  bool frequent = false;
  bool indoor = false;
};

SportTraits traits_of(const Record& record) {
  const std::string_view family = sport_family(record.sport, record.sub_sport);
  return {code_of(family), family == "cycling" || family == "running" || family == "walking", measured_indoors(record)};
}

void fill(Item& item, const Record& record, const SportTraits& sport, const TimeZone& home) {
  item.record = &record;
  set_times(item, record, home);
  const Totals& totals = record.totals;
  item.durations = {positive(totals.elapsed_s), positive(totals.timer_s), positive(totals.moving_s)};
  for (std::size_t i = 0; i < item.durations.size(); ++i) {
    item.whole_minutes[i] = is_whole_minutes(item.durations[i]);
  }
  const auto* span = std::find_if(item.durations.begin(), item.durations.end(), [](double d) { return d > 0; });
  item.span_s = span == item.durations.end() ? 0 : *span;
  item.distance_m = positive(totals.distance_m);
  item.rank = rank_of(record, item.start.has_value());
  item.sport = code_of(record.sport);
  item.sub_sport = code_of(record.sub_sport);
  item.family = sport.family;
  item.frequent_sport = sport.frequent;
  item.indoor = record.indoor || sport.indoor;
  item.leg = !record.parent_id.empty();
  item.has_track = record.sketch.size() >= 2;
  item.has_identity = !record.payload_sha256.empty() || record.file_id || !record.device.serial.empty();
  item.mentions = !record.external_ids.empty();
  item.extras = extras_of(record);
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
  fill(item, record, traits_of(record), home);
  return item;
}

namespace {

/// Mostly the start, without a look at the calendar.
std::int64_t moment_of(const Record& record, const TimeZone& home) {
  if (within_calendar(record.start) && (!record.start_local || within_calendar(record.start_local))) {
    return *record.start;
  }
  Item times;
  set_times(times, record, home);
  return times.moment;
}

/// A place in the order of time, cheap to sort by.
struct Place {
  std::int64_t moment;
  std::uint32_t provider;
  std::uint32_t index;
};

/// The providers' numbers, in the order of their ids.
std::vector<std::uint32_t> number_providers(std::span<const Record> records) {
  std::unordered_map<std::string_view, std::uint32_t> seen;
  std::vector<std::string_view> names;
  std::vector<std::uint32_t> numbers;
  numbers.reserve(records.size());
  for (const Record& record : records) {
    const auto [found, is_new] = seen.try_emplace(record.key.provider, static_cast<std::uint32_t>(names.size()));
    if (is_new) {
      names.push_back(record.key.provider);
    }
    numbers.push_back(found->second);
  }
  std::vector<std::string_view> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::uint32_t> place(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    place[i] = static_cast<std::uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), names[i]) - sorted.begin());
  }
  for (std::uint32_t& number : numbers) {
    number = place[number];
  }
  return numbers;
}

/// Where each record stands in the order of time, then provider, then id.
std::vector<std::uint32_t> places_in_time(std::span<const Record> records, const std::vector<std::uint32_t>& providers,
                                          const TimeZone& home) {
  std::vector<Place> order;
  order.reserve(records.size());
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    order.push_back({moment_of(records[i], home), providers[i], i});
  }
  std::sort(order.begin(), order.end(), [&](const Place& a, const Place& b) {
    if (a.moment != b.moment) {
      return a.moment < b.moment;
    }
    return a.provider != b.provider ? a.provider < b.provider
                                    : natural_less(records[a.index].key.id, records[b.index].key.id);
  });
  std::vector<std::uint32_t> places(records.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    places[order[i].index] = i;
  }
  return places;
}

void mark_parents(std::vector<Item>& items) {
  std::set<std::pair<std::string_view, std::string_view>> parents;
  for (const Item& item : items) {
    if (item.leg) {
      parents.emplace(item.record->key.provider, item.record->parent_id);
    }
  }
  if (!parents.empty()) {
    for (Item& item : items) {
      item.parent = parents.contains({item.record->key.provider, item.record->key.id});
    }
  }
}

} // namespace

std::vector<Item> make_items(std::span<const Record> records, const TimeZone& home) {
  const std::vector<std::uint32_t> providers = number_providers(records);
  const std::vector<std::uint32_t> places = places_in_time(records, providers, home);
  std::unordered_map<std::uint64_t, SportTraits> sports;
  std::vector<Item> items(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Record& record = records[i];
    const std::uint64_t sport = std::uint64_t{code_of(record.sport)} << 32U | code_of(record.sub_sport);
    const auto [traits, is_new] = sports.try_emplace(sport);
    if (is_new) {
      traits->second = traits_of(record);
    }
    Item& item = items[places[i]];
    fill(item, record, traits->second, home);
    item.provider = providers[i];
  }
  mark_parents(items);
  return items;
}

} // namespace tracekit::match
