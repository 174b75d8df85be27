// SPDX-License-Identifier: MIT
#include "civetweb/connection_room.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace tracekit::web {
namespace {

/// Nobody is ended who is silent for less: a head that is on its way comes in time.
constexpr std::chrono::milliseconds least_silence{100};

} // namespace

void ConnectionRoom::keep(int port) {
  keeper_ = std::jthread([this, port](const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (crowded_.wait(lock, stop, [this] { return is_crowded(); }) && !stop.stop_requested()) {
      lock.unlock();
      make_room(port);
      lock.lock();
      // Those that were ended need a moment to go, and others may be silent for too short a time yet.
      crowded_.wait_for(lock, stop, least_silence, [] { return false; });
    }
  });
}

void ConnectionRoom::opened() {
  const std::lock_guard lock(mutex_);
  ++open_;
  if (is_crowded()) {
    crowded_.notify_one();
  }
}

void ConnectionRoom::closed() {
  const std::lock_guard lock(mutex_);
  --open_;
}

bool ConnectionRoom::is_crowded() const { return open_ > most_ - most_ / 10; }

void ConnectionRoom::make_room(int port) {
  const std::vector<ConnectionSocket> sockets = ConnectionSocket::at(port);
  std::vector<std::pair<std::chrono::milliseconds, ConnectionSocket>> silent;
  {
    const std::lock_guard lock(mutex_);
    for (const ConnectionSocket& socket : sockets) {
      const auto silence = socket.silence();
      if (silence >= least_silence && !answering_.contains(socket.ends())) {
        silent.emplace_back(silence, socket);
      }
    }
  }
  std::ranges::sort(silent, std::ranges::greater(), [](const auto& one) { return one.first; });
  const std::size_t kept = most_ / 2;
  const std::size_t ended = sockets.size() > kept ? std::min(silent.size(), sockets.size() - kept) : 0;
  for (std::size_t i = 0; i < ended; ++i) {
    silent[i].second.end_reading();
  }
}

ConnectionRoom::Answering::Answering(ConnectionRoom& room, const ConnectionEnds& ends) : room_(room) {
  const std::lock_guard lock(room.mutex_);
  place_ = room.answering_.insert(ends);
}

ConnectionRoom::Answering::~Answering() {
  const std::lock_guard lock(room_.mutex_);
  room_.answering_.erase(place_);
}

} // namespace tracekit::web
