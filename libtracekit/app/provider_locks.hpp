// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// Keeps other processes from working with these providers for the same person, as long as it lives.
using ProviderLocks = std::vector<std::unique_ptr<StoreLock>>;

/// Throws Error(conflict) naming the provider that another process has.
ProviderLocks lock_providers(App& app, const std::vector<std::string>& providers);

/// The locks of every provider that this version can write to: held from planning to the last write, so that nobody
/// pulls or applies in between.
ProviderLocks lock_for_changes(App& app);

} // namespace tracekit::app
