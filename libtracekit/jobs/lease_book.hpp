// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <vector>

#include "base/cancellation.hpp"
#include "base/progress.hpp"
#include "store/repositories/job_queue.hpp"

namespace tracekit::jobs {

/// A job that this process runs: where its handler reports to, and how it is told to stop.
class Lease final : public ProgressSink {
public:
  Lease(store::JobId id, std::int64_t attempt) : id_(id), attempt_(attempt) {}

  void advance(std::string_view what, std::uint64_t done, std::uint64_t total) override;
  void note(std::string_view line) override;

  [[nodiscard]] Cancellation& cancellation() { return cancellation_; }
  /// A person no longer wants it, as opposed to a worker that stops.
  void call_off();
  [[nodiscard]] bool called_off() const { return called_off_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t attempt() const { return attempt_; }
  /// What was reported since it was last asked; nothing when nothing was.
  std::optional<store::JobProgress> news();

private:
  store::JobId id_;
  std::int64_t attempt_;
  Cancellation cancellation_;
  std::atomic<bool> called_off_{false};
  std::mutex mutex_;
  store::JobProgress progress_;
  bool changed_ = false;
};

/// What this process runs right now, shared by the threads that run it and the one that keeps the leases.
class LeaseBook {
public:
  /// Claims through `claim` and enters what came of it, so that nobody sees the one without the other.
  template <class Claim> std::vector<store::Job> enter(Claim claim) {
    const std::shared_lock claiming(claiming_);
    std::vector<store::Job> jobs = claim();
    add(jobs);
    return jobs;
  }
  [[nodiscard]] std::shared_ptr<Lease> find(store::JobId id) const;
  void close(std::span<const store::Job> jobs);

  /// What there is to report.
  std::vector<store::JobProgress> news();
  /// Compares with what the database has under this worker's name, while nobody claims: runs that are no longer ours
  /// and those that somebody called off are told to stop. Returns the jobs of which nobody here knows, left by a
  /// connection that broke.
  template <class Beat> std::vector<store::JobId> compare(Beat beat) {
    const std::unique_lock nobody_claims(claiming_);
    return differences(beat());
  }
  /// Tells every run to stop.
  void stop_all();
  [[nodiscard]] bool empty() const;

private:
  void add(std::span<const store::Job> jobs);
  std::vector<store::JobId> differences(std::span<const store::RunningJob> running);

  std::shared_mutex claiming_;
  mutable std::mutex mutex_;
  std::map<store::JobId, std::shared_ptr<Lease>> leases_;
};

} // namespace tracekit::jobs
