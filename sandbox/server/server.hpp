// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "sandbox/server/faults.hpp"
#include "sandbox/server/http.hpp"

namespace tracekit::sandbox {

/// The fake side of one provider: speaks its protocol over a state in memory. Called under a lock, one request at a
/// time.
class FakeProvider {
public:
  virtual ~FakeProvider() = default;
  virtual void add_routes(Routes& routes) = 0;
  /// Back to the state at the start.
  virtual void reset() = 0;
  /// tracekit's settings of this provider, as a JSON object, to reach it at `url`.
  [[nodiscard]] virtual std::string settings(const std::string& url) const = 0;
};

/// Serves a fake provider on this machine only, and misbehaves on demand:
///   POST /__sandbox/faults  a fault (see Fault) in JSON, or {} with "clear": true
///   GET  /__sandbox/calls   how often each route was called: {"GET /activity/{id}": 3}
///   POST /__sandbox/reset   state, faults and counts as at the start
class Server {
public:
  /// Port 0: a free one. Throws std::runtime_error when it cannot listen.
  Server(FakeProvider& provider, int port = 0);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] int port() const;
  [[nodiscard]] std::string url() const; ///< `http://127.0.0.1:8080`
  void add_fault(Fault fault);
  [[nodiscard]] std::map<std::string, int> calls() const;
  /// What happens to the provider's state from outside, not through its protocol.
  void change(const std::function<void()>& work);
  void stop();

private:
  class Listener;
  struct Outcome {
    Response response;
    std::optional<Fault> fault;
  };
  Outcome answer(Request& request);
  Response control(const Request& request);
  Response routed(Request& request);

  FakeProvider& provider_;
  Routes routes_;
  mutable std::mutex mutex_;
  Faults faults_;
  std::map<std::string, int> calls_;
  std::unique_ptr<Listener> listener_;
};

} // namespace tracekit::sandbox
