// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/cell_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.hpp"
#include "providers/spreadsheet/date_texts.hpp"

namespace tracekit::spreadsheet {
namespace {

constexpr double seconds_per_day = 86400;
constexpr double earliest_plain_serial = 10'000; ///< 1927; smaller numbers without a date format are something else

/// `20250803` as a number.
std::optional<When> when_from_digits(double number) {
  if (number != std::floor(number) || number < 19000101 || number > 99991231) {
    return std::nullopt;
  }
  const auto digits = static_cast<int>(number);
  const auto date = real_date(digits / 10000, digits / 100 % 100, digits % 100);
  return date ? std::optional(When{wall_midnight(*date), true, {}}) : std::nullopt;
}

/// `62:03` is an hour or a minute and a bit; at most 5 hours are common, and so are 5 minutes and more.
double two_parts(double first, double second, double distance_m) {
  const double as_hours = first * 3600 + second * 60;
  const double as_minutes = first * 60 + second;
  constexpr double slowest_mps = 0.5;
  constexpr double fastest_mps = 20;
  const auto makes_sense = [&](double seconds) {
    return seconds > 0 && distance_m / seconds >= slowest_mps && distance_m / seconds <= fastest_mps;
  };
  if (distance_m > 0 && makes_sense(as_hours) != makes_sense(as_minutes)) {
    return makes_sense(as_hours) ? as_hours : as_minutes;
  }
  constexpr double most_hours = 5;
  return first < most_hours ? as_hours : as_minutes;
}

/// `1h 20m 5s`, `90 min`.
std::optional<double> from_unit_words(std::string_view text) {
  double total = 0;
  bool any = false;
  while (!(text = trim(text)).empty()) {
    const auto digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto number = parse_double(text.substr(0, digits));
    text = trim(text.substr(digits));
    const auto letters =
        std::min(static_cast<std::size_t>(
                     std::find_if_not(text.begin(), text.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }) -
                     text.begin()),
                 text.size());
    const std::string unit = to_lower(text.substr(0, letters));
    const double seconds = unit.starts_with('h') ? 3600 : unit.starts_with('m') ? 60 : unit.starts_with('s') ? 1 : 0;
    if (!number || seconds == 0) {
      return std::nullopt;
    }
    total += *number * seconds;
    any = true;
    text.remove_prefix(letters);
  }
  return any ? std::optional(total) : std::nullopt;
}

std::optional<double> duration_from_text(std::string_view text, double distance_m) {
  const auto parts = split(text, ':');
  std::vector<double> numbers;
  for (const std::string& part : parts) {
    const auto number = parse_double(part);
    if (!number || !std::isfinite(*number) || *number < 0) {
      return std::nullopt;
    }
    numbers.push_back(*number);
  }
  if (numbers.size() == 3) {
    return numbers[0] * 3600 + numbers[1] * 60 + numbers[2];
  }
  return numbers.size() == 2 ? std::optional(two_parts(numbers[0], numbers[1], distance_m)) : std::nullopt;
}

} // namespace

std::optional<When> read_when(const Cell& cell, bool date_1904, Units units) {
  if (cell.kind == Cell::Kind::text) {
    return when_from_text(cell.text, units);
  }
  if (cell.kind != Cell::Kind::number) {
    return std::nullopt;
  }
  if (!cell.is_date) {
    if (const auto when = when_from_digits(cell.number)) {
      return when;
    }
  }
  if (cell.is_duration || cell.number < (cell.is_date ? 1 : earliest_plain_serial)) {
    return std::nullopt;
  }
  const auto wall = wall_from_serial(cell.number, date_1904);
  return wall ? std::optional(When{*wall, cell.number == std::floor(cell.number), {}}) : std::nullopt;
}

std::optional<double> read_number(const Cell& cell) {
  const auto checked = [](std::optional<double> value) {
    return value && std::isfinite(*value) && *value >= 0 ? value : std::nullopt;
  };
  if (cell.kind == Cell::Kind::number) {
    return checked(cell.number);
  }
  if (cell.kind != Cell::Kind::text) {
    return std::nullopt;
  }
  std::string text(trim(cell.text));
  text.erase(text.find_last_of("0123456789") + 1); // a unit behind it
  const auto comma = text.find(',');
  if (comma != std::string::npos) {
    const bool decimal = text.find('.') == std::string::npos && text.find(',', comma + 1) == std::string::npos &&
                         text.size() - comma - 1 != 3;
    if (decimal) {
      text[comma] = '.';
    } else {
      std::erase(text, ',');
    }
  }
  return checked(parse_double(text));
}

std::optional<double> read_duration(const Cell& cell, std::optional<double> unit_s, double distance_m) {
  if (cell.kind == Cell::Kind::number) {
    if (cell.number < 0 || !std::isfinite(cell.number)) {
      return std::nullopt;
    }
    if (cell.is_date || cell.is_duration || (!unit_s && cell.number < 1)) {
      return std::round(cell.number * seconds_per_day);
    }
    return unit_s ? std::optional(cell.number * *unit_s) : std::nullopt;
  }
  if (cell.kind != Cell::Kind::text) {
    return std::nullopt;
  }
  const std::string_view text = trim(cell.text);
  if (text.find(':') != std::string_view::npos) {
    return duration_from_text(text, distance_m);
  }
  if (const auto words = from_unit_words(text)) {
    return words;
  }
  const auto number = read_number(cell);
  return number && unit_s ? std::optional(*number * *unit_s) : std::nullopt;
}

std::string read_id(const Cell& cell) {
  constexpr double exact = 9e15; // integers that a double counts one by one
  if (cell.kind == Cell::Kind::number && cell.number == std::floor(cell.number) && std::abs(cell.number) < exact) {
    return fmt::format("{:.0f}", cell.number);
  }
  return std::string(trim(cell.text));
}

} // namespace tracekit::spreadsheet
