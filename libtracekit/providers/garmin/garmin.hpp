// SPDX-License-Identifier: MIT
#pragma once

#include "providers/provider.hpp"

namespace tracekit::garmin {

ProviderInfo info();
std::unique_ptr<Provider> make(ProviderContext context);

} // namespace tracekit::garmin
