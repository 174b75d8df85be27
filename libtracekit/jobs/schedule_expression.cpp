// SPDX-License-Identifier: MIT
#include "jobs/schedule_expression.hpp"

#include <fmt/format.h>

#include <array>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tracekit::jobs {
namespace {

constexpr std::int64_t day_s = 86400;
constexpr std::array<std::string_view, 12> month_names{"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekday_names{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct Field {
  std::string_view name;
  int least;
  int most;
  std::span<const std::string_view> names; ///< of the values from `least` on
};
constexpr Field minute_field{"minute", 0, 59, {}};
constexpr Field hour_field{"hour", 0, 23, {}};
constexpr Field day_field{"day of the month", 1, 31, {}};
const Field month_field{"month", 1, 12, month_names};
const Field weekday_field{"day of the week", 0, 7, weekday_names};

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
  throw Error(ErrorKind::usage, fmt::format("\"{}\" is no schedule: {}", text, why),
              "write minute, hour, day, month and weekday as cron does (\"15 3 * * *\" is 03:15 every day), or "
              "\"every 30m\"");
}

int value_of(std::string_view word, const Field& field, std::string_view text) {
  for (std::size_t i = 0; i < field.names.size(); ++i) {
    if (to_lower(word) == field.names[i]) {
      return field.least + static_cast<int>(i);
    }
  }
  const auto number = parse_integer(word);
  if (!number || *number < field.least || *number > field.most) {
    refuse(text, fmt::format("\"{}\" is no {} from {} to {}", word, field.name, field.least, field.most));
  }
  return static_cast<int>(*number);
}

/// Calls `mark` for each value that one field names.
template <class Mark> void read_field(std::string_view word, const Field& field, std::string_view text, Mark mark) {
  for (const std::string& part : split(word, ',')) {
    const std::string_view item = part;
    const std::size_t slash = item.find('/');
    const std::string_view range = item.substr(0, slash);
    int step = 1;
    if (slash != std::string_view::npos) {
      const auto given = parse_integer(item.substr(slash + 1));
      if (!given || *given < 1 || *given > field.most) {
        refuse(text, fmt::format("\"{}\" is no step of the {}", item, field.name));
      }
      step = static_cast<int>(*given);
    }
    int first = field.least;
    int last = field.most;
    if (range != "*") {
      const std::size_t dash = range.find('-');
      first = value_of(range.substr(0, dash), field, text);
      last = dash != std::string_view::npos    ? value_of(range.substr(dash + 1), field, text)
             : slash != std::string_view::npos ? field.most
                                               : first;
      if (last < first) {
        refuse(text, fmt::format("the {} \"{}\" runs backwards", field.name, range));
      }
    }
    for (int value = first; value <= last; value += step) {
      mark(value);
    }
  }
}

std::int64_t period_of(std::string_view words, std::string_view text) {
  const std::string_view period = trim(words);
  const std::int64_t unit = period.ends_with('s') ? 1 : period.ends_with('m') ? 60 : period.ends_with('h') ? 3600 : 0;
  const auto count = unit == 0 ? std::nullopt : parse_integer(period.substr(0, period.size() - 1));
  if (!count || *count < 1 || *count * unit > day_s) {
    refuse(text, fmt::format("\"{}\" is no time between 1s and 24h", period));
  }
  return *count * unit;
}

std::string_view spelled_out(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> words{
      {{"@hourly", "0 * * * *"}, {"@daily", "0 0 * * *"}, {"@weekly", "0 0 * * 0"}, {"@monthly", "0 0 1 * *"}}};
  for (const auto& [word, meaning] : words) {
    if (text == word) {
      return meaning;
    }
  }
  return text;
}

} // namespace

ScheduleExpression ScheduleExpression::parse(std::string_view text) {
  ScheduleExpression expression;
  const std::string_view words = trim(text);
  if (words.starts_with("every ")) {
    expression.every_s_ = period_of(words.substr(std::string_view("every ").size()), text);
    return expression;
  }
  std::vector<std::string> fields = split(spelled_out(words), ' ');
  std::erase(fields, "");
  if (fields.size() != 5) {
    refuse(text, fmt::format("it has {} fields, not 5", fields.size()));
  }
  const auto at = [](int value) { return static_cast<std::size_t>(value); };
  read_field(fields[0], minute_field, text, [&](int value) { expression.minutes_.set(at(value)); });
  read_field(fields[1], hour_field, text, [&](int value) { expression.hours_.set(at(value)); });
  read_field(fields[2], day_field, text, [&](int value) { expression.days_.set(at(value)); });
  read_field(fields[3], month_field, text, [&](int value) { expression.months_.set(at(value)); });
  read_field(fields[4], weekday_field, text, [&](int value) { expression.weekdays_.set(at(value % 7)); });
  expression.any_day_ = fields[2].starts_with('*');
  expression.any_weekday_ = fields[4].starts_with('*');
  return expression;
}

bool ScheduleExpression::falls_on(Date day) const {
  if (!months_.test(static_cast<unsigned>(day.month()))) {
    return false;
  }
  const bool by_day = days_.test(static_cast<unsigned>(day.day()));
  const bool by_weekday = weekdays_.test(std::chrono::weekday(std::chrono::sys_days(day)).c_encoding());
  return any_day_ || any_weekday_ ? by_day && by_weekday : by_day || by_weekday;
}

std::optional<EpochSeconds> ScheduleExpression::next(EpochSeconds after, const TimeZone& zone) const {
  if (every_s_ > 0) {
    const std::int64_t midnight = after - ((after % day_s) + day_s) % day_s;
    const std::int64_t next = midnight + ((after - midnight) / every_s_ + 1) * every_s_;
    return std::min(next, midnight + day_s); // each day begins anew
  }
  constexpr std::int64_t most_days = 366 * 8 + 1; // to the next 29 February, across a century's end
  const std::int64_t today = days_of(date_of_wall(zone.to_wall(after)));
  for (std::int64_t day = today; day < today + most_days; ++day) {
    const Date date = date_of_days(day);
    if (!falls_on(date)) {
      continue;
    }
    std::optional<EpochSeconds> best; // the hour that the clock skips may come out after a later one
    for (std::size_t minute = 0; minute < 24 * 60; ++minute) {
      if (hours_.test(minute / 60) && minutes_.test(minute % 60)) {
        const EpochSeconds at = zone.to_utc(wall_midnight(date) + static_cast<std::int64_t>(minute) * 60);
        if (at > after && (!best || at < *best)) {
          best = at;
        }
      }
    }
    if (best) {
      return best;
    }
  }
  return std::nullopt;
}

} // namespace tracekit::jobs
