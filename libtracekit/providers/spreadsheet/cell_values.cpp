// SPDX-License-Identifier: MIT
#include "providers/spreadsheet/cell_values.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.hpp"

namespace tracekit::spreadsheet {
namespace {

constexpr double seconds_per_day = 86400;

std::optional<Date> date_from(long long year, long long month, long long day) {
  if (year < 100) {
    year += year < 70 ? 2000 : 1900;
  }
  const Date date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  return year <= 9999 && date.ok() ? std::optional(date) : std::nullopt;
}

/// `3/8/2025`, `3.8.2025`, `2025/08/03`.
std::optional<Date> read_parted_date(std::string_view text, Units units) {
  std::string parted(text);
  const bool dotted = parted.find('.') != std::string::npos;
  std::replace_if(
      parted.begin(), parted.end(), [](char c) { return c == '.' || c == '-'; }, '/');
  const auto parts = split(parted, '/');
  if (parts.size() != 3) {
    return std::nullopt;
  }
  const auto a = parse_integer(parts[0]);
  const auto b = parse_integer(parts[1]);
  const auto c = parse_integer(parts[2]);
  if (!a || !b || !c || *a < 1 || *b < 1 || *c < 0) {
    return std::nullopt;
  }
  if (*a > 999) {
    return date_from(*a, *b, *c);
  }
  const bool month_first = units == Units::imperial && !dotted;
  const auto likely = month_first ? date_from(*c, *a, *b) : date_from(*c, *b, *a);
  return likely ? likely : month_first ? date_from(*c, *b, *a) : date_from(*c, *a, *b);
}

std::optional<When> when_from_text(std::string_view text, Units units) {
  text = trim(text);
  if (const auto date = parse_date(text)) {
    return When{wall_midnight(*date), true};
  }
  if (const auto time = parse_iso_time(text)) {
    return When{time->wall_s, false};
  }
  const auto cut = text.find(' ');
  const auto date = read_parted_date(text.substr(0, cut), units);
  if (!date) {
    return std::nullopt;
  }
  if (cut == std::string_view::npos) {
    return When{wall_midnight(*date), true};
  }
  std::string clock(trim(text.substr(cut)));
  if (clock.size() > 1 && clock[1] == ':') {
    clock.insert(0, "0");
  }
  const auto time = parse_iso_time(format_date(*date) + "T" + clock);
  return time ? std::optional(When{time->wall_s, false}) : std::nullopt;
}

} // namespace

std::optional<When> read_when(const Cell &cell, bool date_1904, Units units) {
  if (cell.kind == Cell::Kind::text) {
    return when_from_text(cell.text, units);
  }
  if (cell.kind != Cell::Kind::number || cell.number < 1) {
    return std::nullopt;
  }
  const auto wall = wall_from_serial(cell.number, date_1904);
  if (!wall) {
    return std::nullopt;
  }
  return When{*wall, cell.number == std::floor(cell.number)};
}

std::optional<double> read_number(const Cell &cell) {
  if (cell.kind == Cell::Kind::number) {
    return cell.number;
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
  return parse_double(text);
}

std::optional<double> read_duration(const Cell &cell, std::optional<double> unit_s) {
  if (cell.kind == Cell::Kind::number) {
    if (cell.is_date || cell.is_duration || (!unit_s && cell.number < 1)) {
      return std::round(cell.number * seconds_per_day);
    }
    return unit_s ? std::optional(cell.number * *unit_s) : std::nullopt;
  }
  if (cell.kind != Cell::Kind::text) {
    return std::nullopt;
  }
  const auto parts = split(trim(cell.text), ':');
  if (parts.size() == 1) {
    const auto number = read_number(cell);
    return number && unit_s ? std::optional(*number * *unit_s) : std::nullopt;
  }
  std::vector<double> numbers;
  for (const std::string &part : parts) {
    const auto number = parse_double(part);
    if (!number || *number < 0) {
      return std::nullopt;
    }
    numbers.push_back(*number);
  }
  if (numbers.size() == 3) {
    return numbers[0] * 3600 + numbers[1] * 60 + numbers[2];
  }
  if (numbers.size() != 2) {
    return std::nullopt;
  }
  return numbers[0] >= 24 ? numbers[0] * 60 + numbers[1] : numbers[0] * 3600 + numbers[1] * 60;
}

} // namespace tracekit::spreadsheet
