// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "net/rate_limit.hpp"

namespace tracekit::strava {

/// What is left of both of an application's limits, the one for everything and the smaller one for reading. Strava does
/// not say when a 429 ends, so that it is taken to last to the end of the quarter of an hour unless the counts say
/// more.
std::vector<net::LimitWindow> limits_of(const net::HttpResponse& response, EpochSeconds now);

} // namespace tracekit::strava
