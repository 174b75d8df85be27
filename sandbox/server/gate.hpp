// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <mutex>

namespace tracekit::sandbox {

/// Where answers are held back until they are released, so that a test sees which requests are under way together. For
/// all threads.
class Gate {
public:
  /// Until the next `release`, or a minute: a test that fails must end.
  void wait();
  /// Lets all go that wait now.
  void release();
  [[nodiscard]] int waiting() const;

private:
  mutable std::mutex mutex_;
  std::condition_variable released_;
  int waiting_ = 0;
  int releases_ = 0;
};

} // namespace tracekit::sandbox
