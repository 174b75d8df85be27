// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace tracekit {

/// A calendar month in the athlete's local time, the unit of pulling and reviewing.
struct Month {
  int year = 1970;
  int month = 1; ///< 1..12

  /// Reads `YYYY-MM` exactly. Throws Error(usage) quoting the text and an example of a right one.
  static Month parse(std::string_view text);
  static Month of(Date date);

  [[nodiscard]] std::string text() const; ///< `2025-08`
  [[nodiscard]] Month plus(int months) const;
  [[nodiscard]] Date first_day() const;
  [[nodiscard]] Date last_day() const;
  [[nodiscard]] int index() const { return year * 12 + month - 1; } ///< months since year 0

  friend auto operator<=>(const Month&, const Month&) = default;
};

} // namespace tracekit
