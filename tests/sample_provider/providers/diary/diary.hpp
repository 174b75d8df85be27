// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "providers/provider.hpp"

namespace tracekit::diary {

/// A folder of notes, one a workout, in lines such as `start: 2025-08-03T07:00:00Z`. A record's id is the name of its
/// note.
ProviderInfo info();
std::unique_ptr<Provider> make(ProviderContext context);

} // namespace tracekit::diary
