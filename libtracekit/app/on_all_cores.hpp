// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace tracekit::app {

/// Calls `work` for each item, several at once, and returns when all are done. `work` must not throw.
template <class Item, class Work> void on_all_cores(std::vector<Item>& items, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t index = next.fetch_add(1); index < items.size(); index = next.fetch_add(1)) {
      work(items[index]);
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), items.size());
       ++i) {
    threads.emplace_back(take);
  }
  take();
}

} // namespace tracekit::app
