// SPDX-License-Identifier: MIT
#pragma once

#include "providers/provider.hpp"

namespace tracekit::strava {

ProviderInfo info();

} // namespace tracekit::strava
