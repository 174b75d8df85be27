// SPDX-License-Identifier: MIT
#include "app/bounded_queue.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using tracekit::app::BoundedQueue;

TEST_CASE("items come out in the order in which they went in") {
  BoundedQueue<int> queue(10);
  queue.push(1, 1);
  queue.push(2, 1);
  CHECK(queue.pop() == 1);
  CHECK(queue.pop() == 2);
}

TEST_CASE("a producer waits while the queue is full and goes on when there is room") {
  BoundedQueue<int> queue(2);
  queue.push(1, 2);
  std::atomic<bool> through{false};
  std::jthread producer([&] {
    queue.push(2, 1);
    through = true;
  });
  CHECK_FALSE(through.load()); // it cannot be: nothing was taken yet
  CHECK(queue.pop() == 1);
  CHECK(queue.pop() == 2);
  producer.join();
  CHECK(through.load());
}

TEST_CASE("one item is let in however heavy it is") {
  BoundedQueue<int> queue(1);
  CHECK(queue.push(1, 1000));
  CHECK(queue.pop() == 1);
}

TEST_CASE("a closed queue gives what is in it and then nothing, and takes no more") {
  BoundedQueue<int> queue(10);
  queue.push(1, 1);
  queue.close();
  CHECK_FALSE(queue.push(2, 1));
  CHECK(queue.pop() == 1);
  CHECK_FALSE(queue.pop());
}
