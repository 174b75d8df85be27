// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "http/message.hpp"

namespace tracekit::web {

struct ListenOptions {
  std::string address = "127.0.0.1"; ///< IPv4
  int port = 5000;                   ///< 0: a free one
};

/// Speaks HTTP/1.1 over civetweb, whose pitfalls end here: it gets one handler for everything, which throws nothing;
/// bodies are limited while they are read; what civetweb would say by itself is said by the responder.
/// No TLS: the library of Debian 12 ends the process at the first connection. A reverse proxy has to speak it.
class HttpServer {
public:
  /// Hears civetweb's own complaints, one line each.
  using Complaints = std::function<void(const std::string& line)>;

  /// Listens from now on; the responder outlives it. Throws Error(config) when the address cannot be had.
  HttpServer(const ListenOptions& options, Responder& responder, Complaints complaints);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  /// Cuts off what is still being answered; see `wait_until_idle`.
  ~HttpServer();

  [[nodiscard]] int port() const;

  /// Waits until every request has its answer, but no longer than that; whether it came to that.
  bool wait_until_idle(std::chrono::milliseconds at_most);

private:
  class Listener;
  std::unique_ptr<Listener> listener_;
};

} // namespace tracekit::web
