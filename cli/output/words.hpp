// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/timezone.hpp"
#include "model/record.hpp"
#include "model/units.hpp"

namespace tracekit::cli {

std::string start_words(const std::optional<WallSeconds>& start, bool date_only); ///< `2025-08-03 07:15`
std::string start_words(const Record& record, const TimeZone& home);
std::string distance_words(const std::optional<double>& metres, Units units); ///< `42.20 km`, empty when absent
std::string duration_words(const std::optional<double>& seconds);             ///< `1:02:03`, empty when absent
std::string with_thousands(std::int64_t number);                              ///< `14,820`
std::string mileage_words(double metres, Units units); ///< of many workouts: `14,820 km`, `42.2 km`
std::string hours_words(double seconds);               ///< of many workouts: `512 h`, `31.2 h`

/// Eight levels of a block for each value: `▁▂▃▅▇`; blanks where a value is absent. Empty when there are none.
std::string sparkline(const std::vector<std::optional<double>>& values);

} // namespace tracekit::cli
