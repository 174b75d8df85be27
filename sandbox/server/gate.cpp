// SPDX-License-Identifier: MIT
#include "sandbox/server/gate.hpp"

#include <chrono>

namespace tracekit::sandbox {
namespace {

constexpr auto patience = std::chrono::minutes{1};

} // namespace

void Gate::wait() {
  std::unique_lock lock(mutex_);
  ++waiting_;
  released_.wait_for(lock, patience, [this, before = releases_] { return releases_ != before; });
  --waiting_;
}

void Gate::release() {
  const std::lock_guard lock(mutex_);
  ++releases_;
  released_.notify_all();
}

int Gate::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

} // namespace tracekit::sandbox
