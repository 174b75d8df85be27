// SPDX-License-Identifier: MIT
#include "app/provider_locks.hpp"

#include <fmt/format.h>

namespace tracekit::app {

ProviderLocks lock_providers(App& app, const std::vector<std::string>& providers) {
  ProviderLocks locks;
  for (const std::string& provider : providers) {
    auto lock = app.store().try_lock(fmt::format("pull-{}-{}", app.mine().user(), provider));
    if (!lock) {
      throw Error(ErrorKind::conflict, fmt::format("another tracekit is working with {} right now", provider),
                  "wait until it is done, then run this again");
    }
    locks.push_back(std::move(lock));
  }
  return locks;
}

ProviderLocks lock_for_changes(App& app) {
  std::vector<std::string> providers;
  for (const std::string& id : app.enabled_providers()) {
    if (app.unavailable(id).empty()) {
      providers.push_back(id);
    }
  }
  return lock_providers(app, providers);
}

} // namespace tracekit::app
