// SPDX-License-Identifier: MIT
#include "model/month.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace tracekit {

Month Month::parse(std::string_view text) {
  const auto date = text.size() == 7 ? parse_date(std::string(text) + "-01") : std::nullopt;
  if (!date || static_cast<int>(date->year()) < 1) { // there was no year 0
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is not a month", text),
                "write it as YYYY-MM, for example 2025-08");
  }
  return of(*date);
}

Month Month::of(Date date) {
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month()))};
}

std::string Month::text() const { return fmt::format("{:04}-{:02}", year, month); }

Month Month::plus(int months) const {
  const int moved = index() + months;
  return {moved / 12, moved % 12 + 1};
}

Date Month::first_day() const {
  return Date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}, std::chrono::day{1}};
}

Date Month::last_day() const { return date_of_days(days_of(plus(1).first_day()) - 1); }

} // namespace tracekit
