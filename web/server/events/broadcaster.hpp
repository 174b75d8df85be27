// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "events/watched_person.hpp"
#include "log.hpp"
#include "store/store.hpp"

namespace tracekit::web {

/// By what somebody came in: his events end when it is good no longer.
struct Entrance {
  UserId user = 0;
  std::optional<std::int64_t> session;
  std::optional<std::int64_t> token;
};

/// One listener's events, from the one thread that looks to the one that sends.
class Subscription {
public:
  explicit Subscription(Entrance entrance) : entrance_(entrance) {}

  [[nodiscard]] const Entrance& entrance() const { return entrance_; }
  /// What came, as text of an event stream; empty when nothing did in this time. Nothing when it is over.
  std::optional<std::string> wait(std::chrono::milliseconds at_most);
  /// A listener that is far behind is dropped: he asks again for everything when he comes back.
  void push(const std::string& event);
  void end();
  [[nodiscard]] bool has_ended() const;

private:
  Entrance entrance_;
  mutable std::mutex mutex_;
  std::condition_variable something_;
  std::string waiting_;
  bool ended_ = false;
};

/// Tells listeners what changes in the database, whoever changes it: this server, the command line, workers. One thread
/// looks, on a connection of its own, and only while somebody listens. Thread-safe.
class Broadcaster {
public:
  Broadcaster(std::string database_url, Log& log);
  Broadcaster(const Broadcaster&) = delete;
  Broadcaster& operator=(const Broadcaster&) = delete;
  ~Broadcaster() { stop(); }

  /// From now on, beginning with `hello`. A person's oldest listener makes room for one too many. Throws
  /// HttpError(503) when there is no room at all.
  std::shared_ptr<Subscription> subscribe(const Entrance& entrance);
  /// Ends every subscription, and takes no more.
  void stop();

private:
  struct Listener {
    std::shared_ptr<Subscription> subscription;
    bool greeted = false;
  };

  void run(const std::stop_token& stopping);
  void look();
  void look_at(UserId user, std::vector<std::string>& events);
  void drop_those_without_entrance(const std::map<UserId, bool>& people);
  void deliver(UserId user, const std::vector<std::string>& events);
  std::map<UserId, bool> listening(); ///< whether anybody of a person has not been greeted yet
  Store& store();
  [[nodiscard]] std::string event(std::string_view name, const std::string& data);

  std::string database_url_;
  Log& log_;
  std::mutex mutex_;
  std::condition_variable_any somebody_;
  std::list<Listener> listeners_; ///< oldest first
  bool newcomers_ = false;
  bool stopped_ = false;

  // Of the thread that looks alone.
  std::optional<Store> store_;
  std::map<UserId, WatchedPerson> watched_;
  std::uint64_t next_event_ = 1;
  std::uint64_t rounds_ = 0;

  std::jthread thread_; ///< is waited for before the others go
};

} // namespace tracekit::web
