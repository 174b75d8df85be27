// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

struct mg_request_info;

namespace tracekit::web {

/// The socket of a connection, which civetweb tells nobody. Only looked at: it stays civetweb's.
class ConnectionSocket {
public:
  /// Looks through the open descriptors of this process for the one that leads to the sender of a request.
  static ConnectionSocket of(const mg_request_info& info);

  /// How much can be read from it now without waiting; 0 when it was not found.
  [[nodiscard]] std::size_t waiting_bytes() const;

private:
  explicit ConnectionSocket(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

} // namespace tracekit::web
