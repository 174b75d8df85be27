// SPDX-License-Identifier: MIT
#pragma once

#include "providers/provider.hpp"

namespace tracekit::ridewithgps {

ProviderInfo info();

} // namespace tracekit::ridewithgps
