// SPDX-License-Identifier: MIT
#include "output/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tracekit::cli {

namespace {

/// Sums need no more than three digits.
std::string sum_words(double value, std::string_view unit) {
  constexpr double large = 99.95; // what would be shown as 100.0
  return value < large ? fmt::format("{:.1f} {}", value, unit)
                       : fmt::format("{} {}", with_thousands(std::llround(value)), unit);
}

} // namespace

std::string start_words(const std::optional<WallSeconds>& start, bool date_only) {
  if (!start) {
    return "no date";
  }
  if (date_only) {
    return format_date(date_of_wall(*start));
  }
  std::string text = format_wall(*start);
  text.resize(text.size() - std::string_view(":00").size());
  text[text.find('T')] = ' ';
  return text;
}

std::string start_words(const Record& record, const TimeZone& home) {
  return start_words(local_start(record, home), record.date_only);
}

std::string distance_words(const std::optional<double>& metres, Units units) {
  return metres && *metres > 0 ? fmt::format("{:.2f} {}", *metres / distance_unit_m(units), distance_unit_name(units))
                               : "";
}

std::string duration_words(const std::optional<double>& seconds) { return seconds ? format_duration(*seconds) : ""; }

std::string with_thousands(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, ",");
  }
  return digits;
}

std::string mileage_words(double metres, Units units) {
  return sum_words(metres / distance_unit_m(units), distance_unit_name(units));
}

std::string hours_words(double seconds) {
  constexpr double seconds_per_hour = 3600;
  return sum_words(seconds / seconds_per_hour, "h");
}

std::string sparkline(const std::vector<std::optional<double>>& values) {
  constexpr std::string_view levels[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::optional<double> low;
  std::optional<double> high;
  for (const auto& value : values) {
    if (value) {
      low = low ? std::min(*low, *value) : *value;
      high = high ? std::max(*high, *value) : *value;
    }
  }
  if (!low) {
    return {};
  }
  std::string out;
  for (const auto& value : values) {
    const double share = value && *high > *low ? (*value - *low) / (*high - *low) : 0;
    out += value ? levels[static_cast<std::size_t>(std::lround(share * 7.0))] : std::string_view(" ");
  }
  return out;
}

} // namespace tracekit::cli
