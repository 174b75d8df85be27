// SPDX-License-Identifier: MIT
#include "base/day_order.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace tracekit {

void check_day_order(const std::optional<Date>& first, const std::optional<Date>& last) {
  if (first && last && *first > *last) {
    throw Error(ErrorKind::usage,
                fmt::format("the first day, {}, is later than the last, {}", format_date(*first), format_date(*last)),
                "exchange them");
  }
}

} // namespace tracekit
