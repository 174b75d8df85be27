// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace tracekit::app {

/// A queue between threads that holds at most so much weight: producers wait when the consumer is behind, so that
/// memory stays flat. One item is always let in, however heavy.
template <typename Item> class BoundedQueue {
public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Waits for room. False when the queue was closed; then the item is dropped.
  bool push(Item item, std::size_t weight) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || items_.empty() || weight_ + weight <= capacity_; });
    if (closed_) {
      return false;
    }
    items_.push_back({std::move(item), weight});
    weight_ += weight;
    filled_.notify_one();
    return true;
  }

  /// Waits for an item. Nothing once the queue is closed and empty.
  std::optional<Item> pop() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return closed_ || !items_.empty(); });
    return take();
  }

  /// An item if there is one right now.
  std::optional<Item> try_pop() {
    const std::lock_guard lock(mutex_);
    return take();
  }

  /// No further items come in; waiting producers return.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    room_.notify_all();
    filled_.notify_all();
  }

private:
  struct Entry {
    Item item;
    std::size_t weight;
  };

  std::optional<Item> take() {
    if (items_.empty()) {
      return std::nullopt;
    }
    Entry entry = std::move(items_.front());
    items_.pop_front();
    weight_ -= entry.weight;
    room_.notify_all();
    return std::move(entry.item);
  }

  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable filled_;
  std::deque<Entry> items_;
  std::size_t capacity_;
  std::size_t weight_ = 0;
  bool closed_ = false;
};

} // namespace tracekit::app
