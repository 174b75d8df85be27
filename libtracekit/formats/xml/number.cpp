// SPDX-License-Identifier: MIT
#include "formats/xml/number.hpp"

#include <cmath>

#include "base/text.hpp"

namespace tracekit::xml {
namespace {

constexpr int most_digits = 18; // what fits into 64 bits whatever the digits are

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

/// Digits with at most one dot; `exact` says whether all of them are in the mantissa.
struct Digits {
  bool negative = false;
  bool ok = false;
  bool exact = true;
  int decimals = 0;
  std::int64_t mantissa = 0;
};

/// Takes `most` digits behind the dot at most, and rounds.
Digits read_digits(std::string_view text, int most) {
  Digits out;
  const char* at = text.data();
  const char* const end = at + text.size();
  if (at != end && (*at == '-' || *at == '+')) {
    out.negative = *at == '-';
    ++at;
  }
  int count = 0;
  const char* const first = at;
  for (; at != end && is_digit(*at); ++at) {
    if (count == most_digits) {
      return {};
    }
    out.mantissa = out.mantissa * 10 + (*at - '0');
    count += static_cast<int>(out.mantissa != 0);
  }
  bool any = at != first;
  if (at != end && *at == '.') {
    ++at;
    const char* const fraction = at;
    for (; at != end && is_digit(*at); ++at) {
      if (out.decimals == most || count == most_digits) {
        break;
      }
      out.mantissa = out.mantissa * 10 + (*at - '0');
      count += static_cast<int>(out.mantissa != 0);
      ++out.decimals;
    }
    if (at != end && is_digit(*at)) {
      out.exact = *at == '0';
      out.mantissa += static_cast<int>(*at >= '5');
      for (++at; at != end && is_digit(*at); ++at) {
        out.exact = out.exact && *at == '0';
      }
    }
    any = any || at != fraction;
  }
  out.ok = any && at == end;
  return out;
}

} // namespace

Number parse_number(std::string_view text) {
  text = without_blanks(text);
  Number number;
  const Digits digits = read_digits(text, most_digits);
  if (digits.ok && digits.exact) {
    number.mantissa = digits.negative ? -digits.mantissa : digits.mantissa;
    number.decimals = digits.decimals;
    while (number.decimals > 0 && number.mantissa % 10 == 0) {
      number.mantissa /= 10;
      --number.decimals;
    }
    if (number.decimals <= most_decimals) {
      number.kind = Number::Kind::decimal;
      return number;
    }
  }
  if (const auto value = parse_double(text)) {
    number = {};
    number.kind = Number::Kind::binary;
    number.binary = *value == 0.0 ? 0.0 : *value; // -0.0 has the bits that mark an absent value
    return number;
  }
  return {};
}

std::optional<double> parse_value(std::string_view text) {
  const Number number = parse_number(text);
  return number.kind == Number::Kind::none ? std::nullopt : std::optional(number.value());
}

std::int64_t parse_degrees(std::string_view text, int limit) {
  text = without_blanks(text);
  constexpr int pico = 12;
  const std::int64_t most = limit * picodegrees_per_degree;
  const Digits digits = read_digits(text, pico);
  std::int64_t value = 0;
  if (digits.ok) {
    // 18 digits with fewer than 12 decimals stand for a million degrees or more.
    const std::int64_t scale = powers_of_ten[pico - digits.decimals];
    if (digits.mantissa > most / scale) {
      return no_value;
    }
    value = digits.mantissa * scale;
    return digits.negative ? -value : value;
  }
  const auto degrees = parse_double(text);
  if (!degrees || std::abs(*degrees) > limit) {
    return no_value;
  }
  return std::llround(*degrees * static_cast<double>(picodegrees_per_degree));
}

} // namespace tracekit::xml
