// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "base/time.hpp"

namespace tracekit {

/// The present, as a value that tests can set.
class Clock {
public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual EpochSeconds now() const = 0;
};

class SystemClock final : public Clock {
public:
  [[nodiscard]] EpochSeconds now() const override {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

class FixedClock final : public Clock {
public:
  explicit FixedClock(EpochSeconds now) : now_(now) {}
  [[nodiscard]] EpochSeconds now() const override { return now_; }
  void set(EpochSeconds now) { now_ = now; }

private:
  EpochSeconds now_;
};

} // namespace tracekit
