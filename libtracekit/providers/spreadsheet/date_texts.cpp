// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/date_texts.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace tracekit::spreadsheet {
namespace {

constexpr std::string_view months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits and words of a date; what stands between them is passed over.
std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < text.size();) {
    const auto same_kind = is_digit(text[i]) ? is_digit : is_letter;
    std::size_t end = i;
    while (end < text.size() && same_kind(text[end])) {
      ++end;
    }
    if (end > i) {
      tokens.push_back(to_lower(text.substr(i, end - i)));
    }
    i = std::max(end, i + 1);
  }
  return tokens;
}

template <std::size_t n> std::size_t index_in(const std::string_view (&names)[n], const std::string& word) {
  const auto found = std::find_if(std::begin(names), std::end(names),
                                  [&](std::string_view name) { return word.size() >= 3 && word.starts_with(name); });
  return static_cast<std::size_t>(found - std::begin(names));
}

/// `3 Aug 2025`, `Sunday, August 3rd, 2025`.
std::optional<Date> read_named_month(const std::vector<std::string>& tokens) {
  std::vector<long long> numbers;
  std::size_t month = 0;
  for (const std::string& token : tokens) {
    if (is_digit(token[0])) {
      numbers.push_back(parse_integer(token).value_or(-1));
    } else if (const std::size_t found = index_in(months, token); found < std::size(months) && month == 0) {
      month = found + 1;
    } else if (index_in(weekdays, token) == std::size(weekdays) && token != "st" && token != "nd" && token != "rd" &&
               token != "th") {
      return std::nullopt;
    }
  }
  if (month == 0 || numbers.size() != 2) {
    return std::nullopt;
  }
  const bool year_first = numbers[0] > 31;
  return real_date(numbers[year_first ? 0 : 1], static_cast<long long>(month), numbers[year_first ? 1 : 0]);
}

/// `3/8/2025`, `3.8.2025`, `2025/08/03`, `20250803`.
std::optional<Date> read_numbers(std::string_view text, const std::vector<std::string>& tokens, Units units) {
  if (tokens.size() == 1 && tokens[0].size() == 8) {
    const long long digits = parse_integer(tokens[0]).value_or(0);
    return real_date(digits / 10000, digits / 100 % 100, digits % 100);
  }
  if (tokens.size() != 3 || std::any_of(tokens.begin(), tokens.end(), [](const auto& t) { return !is_digit(t[0]); })) {
    return std::nullopt;
  }
  const long long a = parse_integer(tokens[0]).value_or(-1);
  const long long b = parse_integer(tokens[1]).value_or(-1);
  const long long c = parse_integer(tokens[2]).value_or(-1);
  if (a > 999) {
    return real_date(a, b, c);
  }
  const bool month_first = units == Units::imperial && text.find('.') == std::string_view::npos;
  const auto likely = month_first ? real_date(c, a, b) : real_date(c, b, a);
  return likely ? likely : month_first ? real_date(c, b, a) : real_date(c, a, b);
}

std::optional<Date> read_date(std::string_view text, Units units) {
  constexpr std::string_view allowed = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ./-,";
  if (text.find_first_not_of(allowed) != std::string_view::npos) {
    return std::nullopt;
  }
  std::vector<std::string> tokens = tokens_of(text);
  if (const auto date = read_named_month(tokens)) {
    return date;
  }
  if (!tokens.empty() && index_in(weekdays, tokens.front()) < std::size(weekdays)) {
    tokens.erase(tokens.begin());
  }
  return read_numbers(text, tokens, units);
}

/// Seconds since midnight of `7:15`, `07:15:30`, `7:15 pm`.
std::optional<int> read_clock(std::string_view text) {
  const std::string lower = to_lower(trim(text));
  std::string_view digits = lower;
  const bool pm = digits.ends_with("pm") || digits.ends_with("p.m.");
  const bool am = digits.ends_with("am") || digits.ends_with("a.m.");
  digits = trim(digits.substr(0, std::min(digits.find_first_of("ap"), digits.size())));
  const auto parts = split(digits, ':');
  if (parts.size() < 2 || parts.size() > 3) {
    return std::nullopt;
  }
  long long values[3] = {0, 0, 0};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string whole = parts[i].substr(0, parts[i].find('.'));
    values[i] = parse_integer(whole).value_or(-1);
  }
  const bool twelve = am || pm;
  if (values[0] < (twelve ? 1 : 0) || values[0] > (twelve ? 12 : 23) || values[1] < 0 || values[1] > 59 ||
      values[2] < 0 || values[2] > 59) {
    return std::nullopt;
  }
  const long long hour = twelve ? values[0] % 12 + (pm ? 12 : 0) : values[0];
  return static_cast<int>(hour * 3600 + values[1] * 60 + values[2]);
}

} // namespace

std::optional<Date> real_date(long long year, long long month, long long day) {
  if (year < 0 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) {
    return std::nullopt;
  }
  if (year < 100) {
    year += year < 70 ? 2000 : 1900;
  }
  const Date date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<When> when_from_text(std::string_view text, Units units) {
  text = trim(text);
  if (const auto time = parse_iso_time(text)) {
    const bool midnight = time->wall_s % 86400 == 0 && !time->utc_offset_s;
    return When{time->wall_s, midnight, time->utc_offset_s};
  }
  std::size_t clock = text.find(':');
  while (clock != std::string_view::npos && clock > 0 && is_digit(text[clock - 1])) {
    --clock;
  }
  const auto date = read_date(trim(text.substr(0, clock)), units);
  if (!date || clock == std::string_view::npos) {
    return date ? std::optional(When{wall_midnight(*date), true, {}}) : std::nullopt;
  }
  const auto seconds = read_clock(text.substr(clock));
  return seconds ? std::optional(When{wall_midnight(*date) + *seconds, *seconds == 0, {}}) : std::nullopt;
}

} // namespace tracekit::spreadsheet
