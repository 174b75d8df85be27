// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <thread>

#include "app/app.hpp"
#include "base/cancellation.hpp"
#include "log.hpp"

namespace tracekit::web {

/// Does the jobs of everybody on a thread of its own, as long as it lives. With SQLite there is no other process that
/// would: a database in a file has its work done by the one server that stands before it.
class BackgroundWork {
public:
  BackgroundWork(const app::Overrides& overrides, std::string database_url, Log& log);
  BackgroundWork(const BackgroundWork&) = delete;
  BackgroundWork& operator=(const BackgroundWork&) = delete;
  /// Interrupts what runs, which waits for the next start.
  ~BackgroundWork() { stop_.request(); }

private:
  Cancellation stop_;
  std::jthread thread_; ///< is waited for before the others go
};

} // namespace tracekit::web
