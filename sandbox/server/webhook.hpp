// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace tracekit::sandbox {

/// A provider's activities by their ids, as JSON text.
using Held = std::map<std::string, std::string>;

/// What became of one activity.
struct ActivityChange {
  enum class What { created, updated, deleted };
  What what = What::created;
  std::string id;
  std::string before; ///< empty when it was created
  std::string after;  ///< empty when it was deleted
};

std::vector<ActivityChange> changes_between(const Held& before, const Held& after);

/// One call to a registered address.
struct Notification {
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  int tries = 1;          ///< until it is answered with 200
  int patience_ms = 2000; ///< for each answer
};

struct Reply {
  int status = 0; ///< 0: there was none in time
  std::string body;
};

/// One request to an address on this machine. Throws Error(config) for any other address.
Reply call(const std::string& method, const std::string& url, const Notification& notification);

/// Calls the registered address, one notification after the other, on a thread of its own: whoever is called may ask
/// the provider at once. For all threads.
class Webhook {
public:
  Webhook();
  ~Webhook();
  Webhook(const Webhook&) = delete;
  Webhook& operator=(const Webhook&) = delete;

  void send(const std::string& url, Notification notification);

  struct Sent {
    std::string url;
    std::string body;
    std::vector<int> statuses; ///< of each try
  };
  [[nodiscard]] std::vector<Sent> sent() const;
  void forget();

private:
  void work(const std::stop_token& stop);

  mutable std::mutex mutex_;
  std::condition_variable_any come_;
  std::deque<std::pair<std::string, Notification>> waiting_;
  std::vector<Sent> sent_;
  std::jthread worker_; ///< the last member: it uses all others
};

} // namespace tracekit::sandbox
