// SPDX-License-Identifier: MIT
#include "base/moment.hpp"

namespace tracekit {

std::string moment_words(EpochSeconds at, EpochSeconds now, const TimeZone& home) {
  constexpr std::size_t to_the_minute = 16; // 2025-08-04T02:00
  std::string text = format_wall(home.to_wall(at)).substr(0, to_the_minute);
  const std::string today = format_date(date_of_wall(home.to_wall(now)));
  if (text.starts_with(today)) {
    return text.substr(today.size() + 1);
  }
  text[today.size()] = ' ';
  return text;
}

} // namespace tracekit
