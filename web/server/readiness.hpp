// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace tracekit::web {

/// Whether requests that need the database can be answered. Looks on a connection of its own, which it keeps, and
/// changes nothing. Thread-safe.
class Readiness {
public:
  explicit Readiness(std::string database_url) : database_url_(std::move(database_url)) {}

  /// A sentence for each thing that is missing; empty when all is well. They name no place, since anybody may ask.
  std::vector<std::string> reasons();

  /// From now on the answer is that the server stops.
  void stop() { stopping_ = true; }
  [[nodiscard]] bool stopping() const { return stopping_; }

private:
  std::optional<std::string> database_problem();

  std::string database_url_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::optional<Store> store_;
};

} // namespace tracekit::web
