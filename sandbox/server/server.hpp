// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sandbox/server/faults.hpp"
#include "sandbox/server/gate.hpp"
#include "sandbox/server/http.hpp"
#include "sandbox/server/webhook.hpp"

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
  /// What happens while somebody reads a list: its newest activity is deleted; one comes that is newer than all.
  virtual void lose_newest() {}
  virtual void gain_newer() {}

  /// Its activities as its webhook tells of them; none where it has no webhook.
  [[nodiscard]] virtual Held held() const { return {}; }
  /// What its webhook tells of what one request changed.
  virtual std::vector<Notification> notifications(const std::vector<ActivityChange>& /*changes*/) { return {}; }
  /// The address that was registered through its API; empty where it has no such call.
  [[nodiscard]] virtual std::string subscribed_url() const { return {}; }
};

/// Serves a fake provider on this machine only, and misbehaves on demand:
///   POST /__sandbox/faults  a fault (see Fault) in JSON, or {} with "clear": true
///   GET  /__sandbox/calls   how often each route was called: {"GET /activity/{id}": 3}
///   GET  /__sandbox/waiting how many answers are held back: {"waiting": 1}
///   POST /__sandbox/release lets them go, and holds none back any more
///   POST /__sandbox/webhook {"url": "http://127.0.0.1:..."}, as the person registers it at the provider's web pages;
///   ""
///                           ends it. From then on each request that changes an activity is followed by a call there
///   GET  /__sandbox/webhook {"url": "...", "sent": [{"url": "...", "body": "...", "statuses": [200]}]}; 0: no answer
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
  Outcome handled(Request& request);
  Response control_webhook(const Request& request);
  [[nodiscard]] std::string callback_url() const;
  Response control(const Request& request);
  Response routed(Request& request);

  FakeProvider& provider_;
  Routes routes_;
  mutable std::mutex mutex_;
  Faults faults_;
  std::map<std::string, int> calls_;
  Gate gate_;
  std::string registered_url_;
  Webhook webhook_;
  std::unique_ptr<Listener> listener_;
};

} // namespace tracekit::sandbox
