// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "base/time.hpp"

namespace tracekit {

/// Of a stretch of days both ends count, and each may be open. Throws Error(usage) when the first day is later than the
/// last.
void check_day_order(const std::optional<Date>& first, const std::optional<Date>& last);

} // namespace tracekit
