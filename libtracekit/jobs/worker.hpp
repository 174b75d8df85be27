// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include "base/cancellation.hpp"
#include "jobs/kind.hpp"
#include "jobs/runner.hpp"

namespace tracekit::jobs {

struct WorkerOptions {
  std::string database_url;
  int threads = 1;          ///< jobs that are not light run side by side on as many
  bool until_empty = false; ///< end when nothing is due, rather than wait for more
  std::int64_t lease_ms = 60'000;
  std::int64_t beat_ms = 1'000;
  /// A worker that was not heard of for so long and holds no lock is gone. Locks alone would do, if a server that is
  /// restarted did not take them all at once.
  std::int64_t silence_ms = 6'000;
  /// A job that lost its worker so often is taken for the cause.
  std::int64_t most_losses = 5;
};

/// Writes a line for the operator: what was begun, ended, lost. Called from several threads, one at a time.
using WorkerLog = std::function<void(std::string_view line)>;

/// Takes jobs and runs them, and starts what is scheduled, until `stop` is requested; what runs then is interrupted and
/// waits for another worker. When the database goes away it waits until it is back; what was begun is begun again by
/// whoever gets it. Throws Error when the database cannot be used at the start.
void work(const WorkerOptions& options, const JobKinds& kinds, const Ended& ended, const Cancellation& stop,
          const WorkerLog& log);

} // namespace tracekit::jobs
