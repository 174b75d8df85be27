// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "model/streams.hpp"

namespace tracekit::xml {

/// Most decimals that a decimal number keeps; values with more become binary.
inline constexpr int most_decimals = 9;

/// 10 to the power of 0..18.
inline constexpr std::int64_t powers_of_ten[] = {1,
                                                 10,
                                                 100,
                                                 1'000,
                                                 10'000,
                                                 100'000,
                                                 1'000'000,
                                                 10'000'000,
                                                 100'000'000,
                                                 1'000'000'000,
                                                 10'000'000'000,
                                                 100'000'000'000,
                                                 1'000'000'000'000,
                                                 10'000'000'000'000,
                                                 100'000'000'000'000,
                                                 1'000'000'000'000'000,
                                                 10'000'000'000'000'000,
                                                 100'000'000'000'000'000,
                                                 1'000'000'000'000'000'000};

/// A number as written: `decimal` is exactly mantissa / 10^decimals without trailing zeros, `binary` the nearest
/// double of a text with too many digits or an exponent.
struct Number {
  enum class Kind : std::uint8_t { none, decimal, binary };
  Kind kind = Kind::none;
  int decimals = 0;
  std::int64_t mantissa = 0;
  double binary = 0;

  [[nodiscard]] double value() const {
    return kind == Kind::binary ? binary : static_cast<double>(mantissa) / static_cast<double>(powers_of_ten[decimals]);
  }
};

/// Reads a whole text: blanks around, a sign, digits with a dot, an exponent. Kind::none for anything else
/// (`undefined`, `NaN`, empty).
Number parse_number(std::string_view text);

/// The same as a plain value.
std::optional<double> parse_value(std::string_view text);

/// Picodegrees (1e-12 degree), the unit in which positions are collected: fine enough to tell FIT's semicircles apart.
inline constexpr std::int64_t picodegrees_per_degree = 1'000'000'000'000;

/// Reads degrees with an absolute value of at most `limit`, rounded to picodegrees; `no_value` for anything else.
std::int64_t parse_degrees(std::string_view text, int limit);

} // namespace tracekit::xml
