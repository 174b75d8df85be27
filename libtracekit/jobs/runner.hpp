// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "jobs/kind.hpp"
#include "jobs/lease_book.hpp"

namespace tracekit::jobs {

/// Hears how a job ended (or that it will be tried again), in the transaction that writes it down.
using Ended = std::function<void(Store&, const store::Job&, const store::JobOutcome&)>;

/// Runs claimed jobs and writes down how they ended. For one thread with its own connection.
class Runner {
public:
  Runner(Store& store, const JobKinds& kinds, LeaseBook& leases, const Ended& ended)
      : store_(store), kinds_(kinds), leases_(leases), ended_(ended) {}

  /// Runs them all in one transaction with their ends; one after the other where one of them fails. Throws
  /// Error(database) when the ends could not be written: then the jobs are still running by the database's book.
  /// Returns how many ended.
  std::size_t run_light(std::span<const store::Job> jobs);
  /// Runs one that is not light.
  store::JobOutcome run(const store::Job& job);

private:
  nlohmann::json handle(const store::Job& job, Lease& lease);
  bool run_together(std::span<const store::Job> jobs);
  bool run_alone(const store::Job& job);
  store::JobOutcome failed(const store::Job& job, const Error& error);
  bool finish(const store::Job& job, const store::JobOutcome& outcome);
  [[nodiscard]] const JobKind& kind_of(const store::Job& job) const;

  Store& store_;
  const JobKinds& kinds_;
  LeaseBook& leases_;
  const Ended& ended_;
};

} // namespace tracekit::jobs
