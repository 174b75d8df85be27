// SPDX-License-Identifier: MIT
#include "match/item.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "model/sport.hpp"

namespace tracekit::match {
namespace {

double positive(const std::optional<double>& value) {
  return value && *value > 0 && *value <= std::numeric_limits<double>::max() ? *value : 0;
}

bool is_whole_minutes(double seconds) {
  constexpr double longest = 1e9;
  if (seconds <= 0 || seconds >= longest) {
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

} // namespace

SportTraits traits_of(const Record& record) {
  const std::string_view family = sport_family(record.sport, record.sub_sport);
  return {code_of(record.sport), code_of(record.sub_sport), code_of(family),
          family == "cycling" || family == "running" || family == "walking", measured_indoors(record)};
}

Item make_item(const Record& record, const SportTraits& sport, const TimeZone& home) {
  Item item;
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
  return item;
}

} // namespace tracekit::match
