// SPDX-License-Identifier: MIT
#include "match/item.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
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
  if (seconds >= longest) {
    return false;
  }
  const auto whole = static_cast<std::int32_t>(seconds);
  return seconds == whole && whole % 60 == 0;
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

/// Eight letters at once; bytes beyond ASCII stay as they are.
std::uint64_t lower_cased(std::uint64_t letters) {
  constexpr std::uint64_t each = 0x0101010101010101U;
  const std::uint64_t low = letters & (0x7F * each);
  const std::uint64_t from_a = low + (0x80 - 'A') * each;
  const std::uint64_t beyond_z = low + (0x7F - 'Z') * each;
  const std::uint64_t capitals = from_a & ~beyond_z & ~letters & (0x80 * each);
  return letters | capitals >> 2U; // 0x80 becomes 0x20
}

enum class Case { counts, ignored };

/// The same for equal texts.
template <Case letter_case> Code code_of_letters(std::string_view text) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  std::uint64_t code = text.size() * odd;
  while (!text.empty()) {
    std::uint64_t letters = 0;
    const std::size_t taken = std::min(text.size(), sizeof letters);
    std::memcpy(&letters, text.data(), taken);
    code = (code ^ (letter_case == Case::ignored ? lower_cased(letters) : letters)) * odd;
    code ^= code >> 29U; // the high bits are the mixed ones
    text.remove_prefix(taken);
  }
  return folded(code);
}

Code code_of(std::string_view text) {
  return text.empty() || text == "generic" ? 0 : code_of_letters<Case::counts>(text);
}

/// The same for texts without blanks around them that differ only in case.
Code loose_code_of(std::string_view text) { return code_of_letters<Case::ignored>(text); }

/// Hardly any text has blanks around it.
std::string_view without_blanks(std::string_view text) {
  return text.empty() || (text.front() > ' ' && text.back() > ' ') ? text : trim(text);
}

/// Long titles are seldom the same by chance; `Commute` and `Home` often are.
Extras extras_of(const Record& record) {
  Extras extras;
  const std::string_view title = without_blanks(record.name);
  extras.title = title.size() >= 4 ? loose_code_of(title) : 0;
  extras.long_title = title.size() >= 8;
  extras.equipment = record.equipment.empty() ? 0 : loose_code_of(without_blanks(record.equipment));
  extras.device = record.device.product.empty() ? 0 : loose_code_of(without_blanks(record.device.product));
  extras.avg_hr = static_cast<float>(positive(record.totals.avg_hr));
  extras.max_hr = static_cast<float>(positive(record.totals.max_hr));
  extras.calories = static_cast<float>(positive(record.totals.calories_kcal));
  extras.ascent_m = static_cast<float>(positive(record.totals.ascent_m));
  return extras;
}

void set_times(Item& item, const Record& record, const TimeZone& home) {
  const bool has_wall = within_calendar(record.start_local);
  const bool has_start = within_calendar(record.start) && (has_wall || !record.start_local);
  item.timed = has_start || (has_wall && !record.date_only);
  if (item.timed) {
    item.start = has_start ? *record.start : home.to_utc(*record.start_local);
    item.utc_offset_s = local_start(record, home).value_or(item.start) - item.start;
  }
  if (item.timed || has_wall) {
    const WallSeconds wall = item.timed ? item.start + item.utc_offset_s : *record.start_local;
    item.day = static_cast<std::int32_t>((wall - ((wall % 86400) + 86400) % 86400) / 86400);
  }
  item.day_is_told = record.start_local || record.utc_offset_s || !record.tz.empty();
  if (!item.timed) {
    item.start = item.day ? std::int64_t{*item.day} * 86400 : INT64_MIN;
  }
}

/// Device file, recorded with positions, service, manual, a date without a time.
std::uint8_t rank_of(const Record& record, bool timed) {
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
  Code sport = 0;
  Code sub_sport = 0;
  Code family = 0;
  bool frequent = false;
  bool indoor = false;
};

SportTraits traits_of(const Record& record) {
  const std::string_view family = sport_family(record.sport, record.sub_sport);
  return {code_of(record.sport), code_of(record.sub_sport), code_of(family),
          family == "cycling" || family == "running" || family == "walking", measured_indoors(record)};
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
  item.rank = rank_of(record, item.timed);
  item.sport = sport.sport;
  item.sub_sport = sport.sub_sport;
  item.family = sport.family;
  item.frequent_sport = sport.frequent;
  item.indoor = record.indoor || sport.indoor;
  item.leg = !record.parent_id.empty();
  item.has_track = record.sketch.size() >= 2;
  item.has_position = record.first.has_value();
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

/// Where a record stands in the order of time; small, since all of them are sorted.
struct Place {
  EpochSeconds start;
  std::uint32_t provider;
  std::uint32_t index;
};

/// Gives numbers to the providers as they come.
class Providers {
public:
  std::uint32_t number_of(std::string_view name) {
    const auto found = std::find(names_.begin(), names_.end(), name); // of a handful
    if (found == names_.end()) {
      names_.push_back(name);
      return static_cast<std::uint32_t>(names_.size() - 1);
    }
    return static_cast<std::uint32_t>(found - names_.begin());
  }

  /// The place of each number in the order of the ids.
  [[nodiscard]] std::vector<std::uint32_t> places() const {
    std::vector<std::string_view> sorted = names_;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::uint32_t> places;
    for (const std::string_view name : names_) {
      places.push_back(
          static_cast<std::uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), name) - sorted.begin()));
    }
    return places;
  }

private:
  std::vector<std::string_view> names_;
};

/// The items as their records come. Records are large and lie apart, so that each is looked at once.
std::vector<Item> unordered_items(std::span<const Record> records, const TimeZone& home, Providers& providers) {
  std::unordered_map<std::uint64_t, SportTraits> sports;
  std::vector<Item> items;
  items.reserve(records.size());
  for (const Record& record : records) {
    const std::uint64_t sport = std::uint64_t{code_of(record.sport)} << 32U | code_of(record.sub_sport);
    const auto [traits, is_new] = sports.try_emplace(sport);
    if (is_new) {
      traits->second = traits_of(record);
    }
    Item& item = items.emplace_back();
    fill(item, record, traits->second, home);
    item.provider = providers.number_of(record.key.provider);
  }
  return items;
}

/// Gives the providers their final numbers as well, so that the items are walked through once.
std::vector<Place> in_order_of_time(std::span<Item> items, const std::vector<std::uint32_t>& providers) {
  std::vector<Place> order;
  order.reserve(items.size());
  for (Item& item : items) {
    item.provider = providers[item.provider];
    order.push_back({item.start, item.provider, static_cast<std::uint32_t>(order.size())});
  }
  std::sort(order.begin(), order.end(), [&](const Place& a, const Place& b) {
    if (a.start != b.start) {
      return a.start < b.start;
    }
    return a.provider != b.provider ? a.provider < b.provider
                                    : natural_less(items[a.index].record->key.id, items[b.index].record->key.id);
  });
  return order;
}

/// Moves each item to its place, one chain of moves after the other: a copy of all of them would cost more than the
/// sorting.
void put_in_order(std::vector<Item>& items, std::vector<Place> order) {
  for (std::uint32_t first = 0; first < order.size(); ++first) {
    if (order[first].index == first) {
      continue;
    }
    const Item displaced = items[first];
    std::uint32_t to = first;
    while (order[to].index != first) {
      const std::uint32_t from = std::exchange(order[to].index, to);
      items[to] = items[from];
      to = from;
    }
    items[to] = displaced;
    order[to].index = to;
  }
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
  Providers providers;
  std::vector<Item> items = unordered_items(records, home, providers);
  put_in_order(items, in_order_of_time(items, providers.places()));
  mark_parents(items);
  return items;
}

} // namespace tracekit::match
