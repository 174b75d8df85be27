// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

struct mg_request_info;

namespace tracekit::web {

/// Between whom a connection is, over IPv4, which is all that is listened on.
struct ConnectionEnds {
  std::uint32_t peer_address = 0; ///< as it travels, like the ports
  std::uint16_t peer_port = 0;
  std::uint16_t own_port = 0;

  static ConnectionEnds of(const mg_request_info& info);
  auto operator<=>(const ConnectionEnds&) const = default;
};

/// The socket of a connection, which civetweb tells nobody. It stays civetweb's, which may close it at any time.
class ConnectionSocket {
public:
  /// The one that leads to the sender of a request.
  static ConnectionSocket of(const mg_request_info& info);
  /// All that lead to this port, found among the open descriptors of this process.
  static std::vector<ConnectionSocket> at(int own_port);

  [[nodiscard]] const ConnectionEnds& ends() const { return ends_; }

  /// How much can be read from it now without waiting; 0 when it was not found.
  [[nodiscard]] std::size_t waiting_bytes() const;

  /// For how long nothing has come over it, from when it was made; zero when it is gone.
  [[nodiscard]] std::chrono::milliseconds silence() const;

  /// Whoever reads from it gets what has come so far, and then the end; answers still go out. Does nothing when it is
  /// gone.
  void end_reading() const;

private:
  ConnectionSocket(int descriptor, const ConnectionEnds& ends) : descriptor_(descriptor), ends_(ends) {}

  int descriptor_;
  ConnectionEnds ends_;
};

} // namespace tracekit::web
