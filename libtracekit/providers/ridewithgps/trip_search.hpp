// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "providers/ridewithgps/api.hpp"

namespace tracekit::ridewithgps {

/// The trip that began when a workout did, if there is one. Trips are listed by departure, newest first (as recorded;
/// no documentation promises it), so that one call is enough for a recent workout: the search ends a day before it as
/// long as the list keeps to that order, else with the list.
std::optional<std::string> find_trip(Api& api, const Record& workout);

} // namespace tracekit::ridewithgps
