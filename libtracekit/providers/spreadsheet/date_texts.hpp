// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "providers/spreadsheet/cell_values.hpp"

namespace tracekit::spreadsheet {

/// The date, if there is such a day; two-digit years are those from 1970 to 2069.
std::optional<Date> real_date(long long year, long long month, long long day);

/// Reads what `read_when` documents for texts.
std::optional<When> when_from_text(std::string_view text, Units units);

} // namespace tracekit::spreadsheet
