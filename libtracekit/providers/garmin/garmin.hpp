// SPDX-License-Identifier: MIT
#pragma once

#include "providers/provider.hpp"

namespace tracekit::garmin {

ProviderInfo info();

} // namespace tracekit::garmin
