// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace tracekit::cli {

/// The day that an option names as `YYYY-MM-DD`. Throws Error(usage) that names the option.
Date day_argument(const std::string& text, std::string_view option);

/// The same for options that may be absent, and that take a month as well: its first or its last day.
std::optional<Date> first_day_argument(const std::optional<std::string>& text, std::string_view option);
std::optional<Date> last_day_argument(const std::optional<std::string>& text, std::string_view option);

} // namespace tracekit::cli
