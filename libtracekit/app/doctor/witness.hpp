// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "net/http_client.hpp"

namespace tracekit::app {

/// Stands beside a provider while it asks its service: keeps it from waiting longer than the doctor has time, and
/// learns the service's time of day from the answers that come anyway. Lives longer than the provider; for one thread
/// at a time.
class Witness {
public:
  /// `title` is what errors call the service.
  Witness(std::string title, const Clock& clock, double patience_s);

  /// The same surroundings, watched. The patience begins with the first request.
  net::Surroundings watch(const net::Surroundings& surroundings);

  /// How far this machine's clock is ahead of the service's, in seconds; nothing when no answer told the time.
  [[nodiscard]] std::optional<EpochSeconds> clock_ahead_s() const { return clock_ahead_s_; }

private:
  class WatchedTransport;
  [[nodiscard]] double patience_left_s();

  std::string title_;
  const Clock& clock_;
  double patience_s_;
  std::optional<std::chrono::steady_clock::time_point> began_;
  std::optional<EpochSeconds> clock_ahead_s_;
};

} // namespace tracekit::app
