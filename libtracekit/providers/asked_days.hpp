// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "providers/provider.hpp"

namespace tracekit {

/// Stands in a fingerprint in place of a day that nobody can read.
inline constexpr std::string_view unreadable_day = "unreadable";

/// Whether a pull asks for what began on this local day, `YYYY-MM-DD`. What has no readable day is asked for with
/// everything, and where a service lists it without one (an empty text).
inline bool asks_for(const PullRequest& request, const std::string& day) {
  if (day == unreadable_day) {
    return !request.from && !request.to;
  }
  return day.empty() ||
         ((!request.from || day >= format_date(*request.from)) && (!request.to || day <= format_date(*request.to)));
}

} // namespace tracekit
