// SPDX-License-Identifier: MIT
#pragma once

#include "providers/provider.hpp"

namespace tracekit::intervalsicu {

ProviderInfo info();

} // namespace tracekit::intervalsicu
