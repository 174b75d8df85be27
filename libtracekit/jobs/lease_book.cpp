// SPDX-License-Identifier: MIT
#include "jobs/lease_book.hpp"

#include <set>

namespace tracekit::jobs {

void Lease::advance(std::string_view what, std::uint64_t done, std::uint64_t total) {
  const std::lock_guard lock(mutex_);
  progress_.what = what;
  progress_.done = static_cast<std::int64_t>(done);
  progress_.total = static_cast<std::int64_t>(total);
  changed_ = true;
}

void Lease::note(std::string_view) {} // what matters stands in the job's result

void Lease::call_off() {
  called_off_.store(true, std::memory_order_relaxed);
  cancellation_.request();
}

std::optional<store::JobProgress> Lease::news() {
  const std::lock_guard lock(mutex_);
  if (!changed_) {
    return std::nullopt;
  }
  changed_ = false;
  store::JobProgress progress = progress_;
  progress.id = id_;
  progress.attempt = attempt_;
  return progress;
}

std::shared_ptr<Lease> LeaseBook::find(store::JobId id) const {
  const std::lock_guard lock(mutex_);
  const auto found = leases_.find(id);
  return found == leases_.end() ? nullptr : found->second;
}

void LeaseBook::add(std::span<const store::Job> jobs) {
  const std::lock_guard lock(mutex_);
  for (const store::Job& job : jobs) {
    leases_[job.id] = std::make_shared<Lease>(job.id, job.attempt);
  }
}

void LeaseBook::close(std::span<const store::Job> jobs) {
  const std::lock_guard lock(mutex_);
  for (const store::Job& job : jobs) {
    // A job that was lost may have come back to another thread of this process.
    if (const auto found = leases_.find(job.id); found != leases_.end() && found->second->attempt() == job.attempt) {
      leases_.erase(found);
    }
  }
}

std::vector<store::JobProgress> LeaseBook::news() {
  const std::lock_guard lock(mutex_);
  std::vector<store::JobProgress> news;
  for (const auto& [id, lease] : leases_) {
    if (auto progress = lease->news()) {
      news.push_back(std::move(*progress));
    }
  }
  return news;
}

std::vector<store::JobId> LeaseBook::differences(std::span<const store::RunningJob> running) {
  const std::lock_guard lock(mutex_);
  std::vector<store::JobId> unknown;
  std::set<store::JobId> ours;
  for (const store::RunningJob& run : running) {
    const auto found = leases_.find(run.id);
    if (found == leases_.end() || found->second->attempt() != run.attempt) {
      unknown.push_back(run.id);
      continue;
    }
    ours.insert(run.id);
    if (run.cancel_requested) {
      found->second->call_off();
    }
  }
  for (const auto& [id, lease] : leases_) {
    if (!ours.contains(id)) { // lost, or ended a moment ago, when it no longer matters
      lease->cancellation().request();
    }
  }
  return unknown;
}

void LeaseBook::stop_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, lease] : leases_) {
    lease->cancellation().request();
  }
}

bool LeaseBook::empty() const {
  const std::lock_guard lock(mutex_);
  return leases_.empty();
}

} // namespace tracekit::jobs
