// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <set>
#include <thread>

#include "civetweb/connection_socket.hpp"

namespace tracekit::web {

/// Keeps room for whoever comes next: when most of the connections that there may be are open, those that have been
/// silent for longest without a request that is being answered are ended, until half of them are left.
class ConnectionRoom {
public:
  explicit ConnectionRoom(std::size_t most) : most_(most) {}
  ConnectionRoom(const ConnectionRoom&) = delete;
  ConnectionRoom& operator=(const ConnectionRoom&) = delete;
  ~ConnectionRoom() = default;

  /// From now on; the port is the one that the connections lead to.
  void keep(int port);

  void opened();
  void closed();

  /// One connection that has a request, until its answer is written.
  class Answering {
  public:
    Answering(ConnectionRoom& room, const ConnectionEnds& ends);
    ~Answering();
    Answering(const Answering&) = delete;
    Answering& operator=(const Answering&) = delete;

  private:
    ConnectionRoom& room_;
    std::multiset<ConnectionEnds>::const_iterator place_;
  };

private:
  [[nodiscard]] bool is_crowded() const;
  void make_room(int port);

  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable_any crowded_;
  std::size_t open_ = 0;
  std::multiset<ConnectionEnds> answering_;
  std::jthread keeper_; ///< last, since it uses the others
};

} // namespace tracekit::web
