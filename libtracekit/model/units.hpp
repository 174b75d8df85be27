// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace tracekit {

inline constexpr double metres_per_mile = 1609.344;
inline constexpr double metres_per_kilometre = 1000.0;
inline constexpr double metres_per_foot = 0.3048;

/// What a person wants to see; inside everything is SI.
enum class Units { metric, imperial };

inline double distance_unit_m(Units units) { return units == Units::metric ? metres_per_kilometre : metres_per_mile; }
inline std::string_view distance_unit_name(Units units) { return units == Units::metric ? "km" : "mi"; }

} // namespace tracekit
