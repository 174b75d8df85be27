// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>

#include "base/error.hpp"

namespace tracekit {

/// A request to stop, set from a signal handler or another thread and polled by long work.
class Cancellation {
public:
  void request() { requested_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool requested() const { return requested_.load(std::memory_order_relaxed); }

  /// Throws Error(interrupted) once a stop was asked for.
  void check() const {
    if (requested()) {
      throw Error(ErrorKind::interrupted, "interrupted", "what was stored stays; run the same command again to go on");
    }
  }

private:
  std::atomic<bool> requested_{false};
};

} // namespace tracekit
