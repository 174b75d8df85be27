// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <map>
#include <string>

#include "base/cancellation.hpp"
#include "base/progress.hpp"
#include "store/store.hpp"

namespace tracekit::jobs {

/// What a handler gets of the job that it runs.
struct Run {
  const store::Job& job;
  const nlohmann::json& arguments;
  ProgressSink& progress;           ///< is noted in the job's row
  const Cancellation& cancellation; ///< the job was called off, the worker stops, or the job went to another worker
  Store& store;                     ///< the worker's own; for a light job inside the transaction that also ends the job
};

/// Does the work and returns what is told of it as a JSON object, null for nothing. Throws Error: whether it is tried
/// again is up to the kind of error (see jobs/verdict.hpp).
using Handler = std::function<nlohmann::json(const Run&)>;

/// A kind of work. The queue knows kinds by name alone; `app` registers what each does.
struct JobKind {
  Handler handler;
  /// Small work in the database alone. Many run in one transaction together with their ends, so that each has its
  /// effect exactly once. Others have to bear being begun again.
  bool light = false;
  std::int64_t most_failures = 8; ///< after which it is dead
  /// Once it is written down that a run was the last one, however it ended: clears away what was kept for the job. Not
  /// of light ones. Must not throw.
  std::function<void(const store::Job&)> afterwards = nullptr;
};

using JobKinds = std::map<std::string, JobKind>;

} // namespace tracekit::jobs
