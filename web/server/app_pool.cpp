// SPDX-License-Identifier: MIT
#include "app_pool.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace tracekit::web {
namespace {

/// A connection that broke while nobody used it is found out here.
bool is_usable(const app::App& app) {
  try {
    return app.is_current();
  } catch (const Error&) { // opening another one tells whether the database is there
    return false;
  }
}

} // namespace

AppPool::Lease AppPool::of(UserId user) { return lease(user); }

AppPool::Lease AppPool::of_owner() {
  std::optional<UserId> owner;
  {
    const std::lock_guard lock(mutex_);
    owner = owner_;
  }
  Lease leased = lease(owner);
  const std::lock_guard lock(mutex_);
  owner_ = leased.app().mine().user();
  return leased;
}

AppPool::Lease AppPool::lease(std::optional<UserId> user) {
  while (auto idle = user ? take_idle(*user) : nullptr) {
    if (is_usable(*idle)) {
      return {*this, std::move(idle)};
    }
  }
  app::Overrides overrides = overrides_;
  overrides.user_id = user;
  return {*this, std::make_unique<app::App>(overrides, progress_, cancellation_)};
}

std::unique_ptr<app::App> AppPool::take_idle(UserId user) {
  const std::lock_guard lock(mutex_);
  const auto found =
      std::find_if(idle_.rbegin(), idle_.rend(), [&](const auto& one) { return one->mine().user() == user; });
  if (found == idle_.rend()) {
    return nullptr;
  }
  auto taken = std::move(*found);
  idle_.erase(std::next(found).base());
  return taken;
}

void AppPool::give_back(std::unique_ptr<app::App> app) noexcept {
  std::unique_ptr<app::App> oldest; // before the lock, so that it is closed after it
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(app));
  if (idle_.size() > most_idle_) {
    oldest = std::move(idle_.front());
    idle_.erase(idle_.begin());
  }
}

} // namespace tracekit::web
