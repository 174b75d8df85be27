// SPDX-License-Identifier: MIT
#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tracekit {
namespace {

constexpr std::int64_t seconds_per_day = 86400;

/// A reader over fixed-width decimal digits; every failure leaves `ok` false.
struct Cursor {
  std::string_view text;
  bool ok = true;

  int digits(std::size_t count) {
    if (text.size() < count) {
      ok = false;
      return 0;
    }
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (text[i] < '0' || text[i] > '9') {
        ok = false;
        return 0;
      }
      value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
  }

  bool take(char wanted) {
    if (text.empty() || text.front() != wanted) {
      return false;
    }
    text.remove_prefix(1);
    return true;
  }

  void expect(char wanted) { ok = take(wanted) && ok; }
};

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<Date> read_date(Cursor& in) {
  const int year = in.digits(4);
  in.expect('-');
  const int month = in.digits(2);
  in.expect('-');
  const int day = in.digits(2);
  const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  if (!in.ok || !date.ok()) {
    return std::nullopt;
  }
  return date;
}

int read_millis(Cursor& in) {
  int value = 0;
  int count = 0;
  while (!in.text.empty() && in.text.front() >= '0' && in.text.front() <= '9') {
    if (count < 3) {
      value = value * 10 + (in.text.front() - '0');
    }
    ++count;
    in.text.remove_prefix(1);
  }
  in.ok = in.ok && count > 0;
  for (; count < 3; ++count) {
    value *= 10;
  }
  return value;
}

std::optional<int> read_offset(Cursor& in) {
  if (in.take('Z') || in.take('z')) {
    return 0;
  }
  const int sign = in.take('+') ? 1 : in.take('-') ? -1 : 0;
  if (sign == 0) {
    return std::nullopt;
  }
  const int hours = in.digits(2);
  const bool has_minutes = in.take(':') || !in.text.empty();
  const int minutes = has_minutes ? in.digits(2) : 0;
  in.ok = in.ok && hours <= 18 && minutes < 60;
  return sign * (hours * 3600 + minutes * 60);
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - static_cast<std::int64_t>(a % b != 0 && (a % b < 0) != (b < 0));
}

/// Dates are written by the thousand; this takes a tenth of what a format string takes.
void put_digits(std::string& text, std::size_t at, std::size_t count, unsigned value) {
  for (std::size_t i = at + count; i > at; value /= 10) {
    text[--i] = static_cast<char>('0' + value % 10);
  }
}

} // namespace

std::optional<Date> parse_date(std::string_view text) {
  Cursor in{without_blanks(text)};
  const auto date = read_date(in);
  if (!in.text.empty()) {
    return std::nullopt;
  }
  return date;
}

std::optional<ParsedTime> parse_iso_time(std::string_view text) {
  Cursor in{without_blanks(text)};
  const auto date = read_date(in);
  if (!date || (!in.take('T') && !in.take(' ') && !in.take('t'))) {
    return std::nullopt;
  }
  const int hour = in.digits(2);
  in.expect(':');
  const int minute = in.digits(2);
  int second = 0;
  ParsedTime out;
  if (in.take(':')) {
    second = in.digits(2);
    if (in.take('.') || in.take(',')) {
      out.millis = read_millis(in);
    }
  }
  out.utc_offset_s = read_offset(in);
  if (!in.ok || !in.text.empty() || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  out.wall_s = wall_midnight(*date) + hour * 3600 + minute * 60 + second;
  return out;
}

std::string format_date(Date date) {
  const int year = static_cast<int>(date.year());
  if (year < 0 || year > 9999) {
    return fmt::format("{:04}-{:02}-{:02}", year, static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
  }
  std::string text = "0000-00-00";
  put_digits(text, 0, 4, static_cast<unsigned>(year));
  put_digits(text, 5, 2, static_cast<unsigned>(date.month()));
  put_digits(text, 8, 2, static_cast<unsigned>(date.day()));
  return text;
}

std::string format_wall(WallSeconds t) {
  const std::int64_t day = floor_div(t, seconds_per_day);
  const std::int64_t second = t - day * seconds_per_day;
  std::string text = format_date(date_of_days(day));
  const std::size_t at = text.size();
  text += "T00:00:00";
  put_digits(text, at + 1, 2, static_cast<unsigned>(second / 3600));
  put_digits(text, at + 4, 2, static_cast<unsigned>(second / 60 % 60));
  put_digits(text, at + 7, 2, static_cast<unsigned>(second % 60));
  return text;
}

std::string format_utc(EpochSeconds t) { return format_wall(t) + "Z"; }

std::string format_utc_ms(EpochMillis t) {
  const std::int64_t seconds = floor_div(t, 1000);
  const std::int64_t millis = t - seconds * 1000;
  return millis == 0 ? format_utc(seconds) : fmt::format("{}.{:03}Z", format_wall(seconds), millis);
}

std::string format_duration(double seconds) {
  constexpr double longest = 1e15; // what a double still counts by the second
  const auto total =
      static_cast<std::int64_t>(std::llround(std::clamp(std::isnan(seconds) ? 0.0 : seconds, 0.0, longest)));
  return fmt::format("{}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60);
}

std::int64_t days_of(Date date) { return std::chrono::sys_days{date}.time_since_epoch().count(); }

Date date_of_days(std::int64_t days) { return Date{std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}}; }

Date date_of_wall(WallSeconds t) { return date_of_days(floor_div(t, seconds_per_day)); }

WallSeconds wall_midnight(Date date) { return days_of(date) * seconds_per_day; }

} // namespace tracekit
