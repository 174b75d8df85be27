// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "providers/strava/archive.hpp"

namespace tracekit::strava {
namespace {

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};

/// Words and numbers in their order; signs and any kind of blank stand between them.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : to_lower(text)) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_word) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) {
    words.pop_back();
  }
  return words;
}

int number(const std::string& word) {
  const auto value = parse_integer(word);
  return value && *value >= 0 && *value <= 9999 ? static_cast<int>(*value) : -1;
}

/// Hours of a clock with twelve of them.
int hour_of(int hour, const std::string& half) {
  return half.empty() ? hour : hour < 1 || hour > 12 ? -1 : hour % 12 + (half == "pm" ? 12 : 0);
}

} // namespace

std::optional<EpochSeconds> archive_time(std::string_view text) {
  const std::vector<std::string> words = words_of(text);
  if (words.size() < 6 || words.size() > 7) {
    return std::nullopt;
  }
  const std::string half = words.size() == 7 ? words[6] : "";
  if (!half.empty() && half != "am" && half != "pm") {
    return std::nullopt;
  }
  const auto* month = std::find(months.begin(), months.end(), std::string_view(words[0]).substr(0, 3));
  int year = number(words[2]);
  int day = number(words[1]);
  int month_number = static_cast<int>(month - months.begin()) + 1;
  if (month == months.end()) {
    const bool year_first = words[0].size() == 4;
    year = number(words[year_first ? 0 : 2]);
    month_number = number(words[1]);
    day = number(words[year_first ? 2 : 0]);
  }
  const int hour = hour_of(number(words[3]), half);
  const int minute = number(words[4]);
  const int second = number(words[5]);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(std::max(0, month_number))),
                                         std::chrono::day(static_cast<unsigned>(std::max(0, day)))};
  const bool is_time = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  return year > 0 && date.ok() && is_time ? std::optional(wall_midnight(date) + hour * 3600 + minute * 60 + second)
                                          : std::nullopt;
}

} // namespace tracekit::strava
