// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/cancellation.hpp"

namespace tracekit::net {

/// Waits on this machine's own address for the browser to come back from a sign-in (RFC 8252).
class CallbackListener {
public:
  virtual ~CallbackListener() = default;
  [[nodiscard]] virtual int port() const = 0;
  /// The query of the first request that carries the expected state; others are turned away. Nothing when the time is
  /// over. Throws Error(interrupted).
  virtual std::optional<std::string> wait(double seconds, const Cancellation& cancellation) = 0;
};

/// Listens on 127.0.0.1 (port 0: a free one) at `/callback`. The web server behind it is loaded at the first call.
/// Throws Error(config) when the port is taken.
std::unique_ptr<CallbackListener> listen_for_callback(int port, const std::string& state);

} // namespace tracekit::net
