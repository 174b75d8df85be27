// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "store/store.hpp"

namespace tracekit::app {

/// Requests to providers since they were last kept, counted by the threads that make them.
class CallCounts {
public:
  /// `status` of the answer; 0 when there was none.
  void count(const std::string& provider, int status);
  /// Adds them to the installation's sums, in the caller's transaction.
  void keep(Store& store);

private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::int64_t> calls_; ///< by provider and class of answer
};

} // namespace tracekit::app
