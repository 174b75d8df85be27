// SPDX-License-Identifier: MIT
#include "formats/xml/time_reader.hpp"

#include <cstring>

namespace tracekit::xml {
namespace {

constexpr std::size_t date_length = 10;
constexpr std::size_t plain_length = 19; // YYYY-MM-DDTHH:MM:SS

/// Two digits, or a negative number.
int two_digits(const char* at) {
  const int tens = at[0] - '0';
  const int ones = at[1] - '0';
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1000 : tens * 10 + ones;
}

/// Milliseconds of `Z` or `.fraction` and `Z`; -1 for any other ending.
int fraction_before_z(std::string_view ending) {
  if (ending.empty() || ending.back() != 'Z') {
    return -1;
  }
  ending.remove_suffix(1);
  if (ending.empty()) {
    return 0;
  }
  if (ending[0] != '.' || ending.size() < 2) {
    return -1;
  }
  int millis = 0;
  int weight = 100;
  for (const char c : ending.substr(1)) {
    if (c < '0' || c > '9') {
      return -1;
    }
    millis += (c - '0') * weight;
    weight /= 10;
  }
  return millis;
}

} // namespace

std::int64_t TimeReader::read(std::string_view text) {
  if (midnight_ms_ != no_value && text.size() > plain_length && std::memcmp(text.data(), date_, date_length) == 0 &&
      text[10] == 'T' && text[13] == ':' && text[16] == ':') {
    const int hour = two_digits(text.data() + 11);
    const int minute = two_digits(text.data() + 14);
    const int second = two_digits(text.data() + 17);
    const int millis = fraction_before_z(text.substr(plain_length));
    if (hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && millis >= 0) {
      return midnight_ms_ + (hour * 3600 + minute * 60 + second) * std::int64_t{1000} + millis;
    }
  }
  return read_any(text);
}

std::int64_t TimeReader::read_any(std::string_view text) {
  const auto time = parse_iso_time(text);
  if (!time) {
    return no_value;
  }
  if (!time->utc_offset_s) {
    without_zone_ = true;
  } else if (*time->utc_offset_s != 0 && !utc_offset_s_) {
    utc_offset_s_ = time->utc_offset_s;
  }
  if (text.size() > plain_length && text[4] == '-' && text[7] == '-' && text[10] == 'T') {
    if (const auto date = parse_date(text.substr(0, date_length))) {
      std::memcpy(date_, text.data(), date_length);
      midnight_ms_ = wall_midnight(*date) * 1000;
    }
  }
  return time->utc_ms();
}

void TimeReader::forget_zone() {
  without_zone_ = false;
  utc_offset_s_.reset();
}

} // namespace tracekit::xml
