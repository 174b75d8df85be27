// SPDX-License-Identifier: MIT
#include "jobs/worker.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "jobs/scheduler.hpp"

namespace tracekit::jobs {
namespace {

using namespace std::chrono_literals;

/// Light jobs that share a transaction.
constexpr std::int64_t light_at_once = 64;
/// How long nothing is heard before the queue is looked at all the same: announcements may get lost.
constexpr std::int64_t look_again_ms = 5'000;
/// How soon a request to stop is noticed.
constexpr int slice_ms = 200;
constexpr std::int64_t kept_ms = std::int64_t{7} * 24 * 3600 * 1000;
constexpr std::int64_t dropped_at_once = 1000;

std::string name_of_this_process() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return fmt::format("{} {}", host.data(), ::getpid());
}

std::string lock_name(store::WorkerId worker) { return fmt::format("worker-{}", worker); }

class Worker {
public:
  Worker(const WorkerOptions& options, const JobKinds& kinds, const Ended& ended, const Cancellation& stop,
         const WorkerLog& log)
      : options_(options), kinds_(kinds), ended_(ended), stop_(stop), log_(log), name_(name_of_this_process()),
        own_(Store::open(options.database_url)), id_(own_->job_queue().enter(name_)) {
    take_own_lock();
  }

  void run() {
    {
      const int wanted = std::max(1, options_.threads);
      std::vector<std::jthread> threads;
      busy_ = wanted;
      for (int i = 0; i < wanted; ++i) { // not busy_: the first may be ready before the last is made
        threads.emplace_back([this] { take_jobs(); });
      }
      look_after_jobs();
    }
    leave();
  }

private:
  /// Lines of several threads do not mix.
  void say(std::string_view line) {
    const std::lock_guard lock(log_mutex_);
    log_(line);
  }

  // --- the threads that run jobs ---

  void take_jobs() {
    std::optional<Store> store;
    while (!stop_.requested()) {
      try {
        if (!store) {
          store.emplace(Store::open(options_.database_url));
          store->listen_for_work();
        }
        if (!take_some(*store) && !wait(*store)) {
          break;
        }
      } catch (const Error& error) {
        say(fmt::format("{}; going on when it can be used again", error.what()));
        store.reset(); // a connection that is lost is not mended
        pause(1s);
      }
    }
    --busy_;
  }

  /// False when there was nothing to take.
  bool take_some(Store& store) {
    Runner runner(store, kinds_, leases_, ended_);
    const auto claim = [&](bool light) {
      return leases_.enter(
          [&] { return store.job_queue().claim(id_, light, light ? light_at_once : 1, options_.lease_ms); });
    };
    if (const Closing light{leases_, claim(true)}; !light.jobs.empty()) {
      runner.run_light(light.jobs);
      return true;
    }
    const Closing taken{leases_, claim(false)};
    if (taken.jobs.empty()) {
      return false;
    }
    const store::Job& job = taken.jobs.front();
    say(fmt::format("job {} ({}) begun", job.id, job.kind));
    const store::JobOutcome outcome = runner.run(job);
    say(fmt::format("job {} ({}) {}{}", job.id, job.kind, words_of(outcome),
                    outcome.message.empty() ? "" : ": " + outcome.message));
    return true;
  }

  static std::string words_of(const store::JobOutcome& outcome) {
    return outcome.state == store::JobState::ready ? fmt::format("tried again in {} s", (outcome.delay_ms + 999) / 1000)
                                                   : std::string(store::to_string(outcome.state));
  }

  /// Takes jobs out of the book again, however they ended.
  struct Closing {
    LeaseBook& leases;
    std::vector<store::Job> jobs;
    ~Closing() { leases.close(jobs); }
  };

  /// Waits for news; false when nothing is due and nobody is to wait.
  bool wait(Store& store) {
    const auto due = store.job_queue().next_due_in_ms();
    if (options_.until_empty && (!due || *due > 0)) {
      return false;
    }
    // One that is due and was not taken waits for its lane.
    const std::int64_t least = due == 0 ? slice_ms : 0;
    std::int64_t left = std::clamp(due.value_or(look_again_ms), least, look_again_ms);
    while (left > 0 && !stop_.requested()) {
      const int now = static_cast<int>(std::min<std::int64_t>(left, slice_ms));
      if (store.wait_for_work(now)) {
        break;
      }
      left -= now;
    }
    return true;
  }

  // --- the thread that keeps leases, and looks after the jobs of others ---

  void look_after_jobs() {
    auto next_beat = std::chrono::steady_clock::now();
    while (busy_ > 0) {
      if (stop_.requested()) {
        leases_.stop_all();
      }
      if (const auto now = std::chrono::steady_clock::now(); now >= next_beat) {
        beat_or_wait();
        next_beat = now + std::chrono::milliseconds(options_.beat_ms);
      }
      std::this_thread::sleep_for(100ms);
      start_schedules();
    }
  }

  void beat_or_wait() {
    try {
      if (!own_) {
        own_.emplace(Store::open(options_.database_url));
      }
      take_own_lock();
      beat();
      reap();
      clean_up();
    } catch (const Error&) {
      lock_.reset(); // the threads say so
      own_.reset();
    }
  }

  void take_own_lock() {
    if (!lock_) { // the server may hold a session of ours for dead a moment longer
      lock_ = own_->try_lock(lock_name(id_));
    }
  }

  void beat() {
    const auto unknown =
        leases_.compare([&] { return own_->job_queue().beat(id_, name_, leases_.news(), options_.lease_ms); });
    for (const store::JobId job : unknown) {
      own_->job_queue().give_back(job);
    }
  }

  /// A worker that ended without a word is told by its lock, which ends with its process.
  void reap() {
    for (const store::WorkerId other : own_->job_queue().silent_workers(options_.silence_ms)) {
      if (other == id_ || own_->try_lock(lock_name(other)) == nullptr) {
        continue;
      }
      if (const auto jobs = own_->job_queue().release_worker(other, options_.most_losses); jobs > 0) {
        say(fmt::format("worker {} is gone; {} jobs of it wait again", other, jobs));
      }
    }
    own_->job_queue().release_expired(options_.most_losses);
  }

  void clean_up() {
    if (const auto now = std::chrono::steady_clock::now(); now >= next_cleaning_) {
      own_->job_queue().forget_older_than(kept_ms, dropped_at_once);
      next_cleaning_ = now + 1min;
    }
  }

  void start_schedules() {
    if (!own_ || stop_.requested()) {
      return;
    }
    try {
      const auto now = std::chrono::steady_clock::now();
      if (now < next_look_) {
        return;
      }
      next_look_ = now + 1s;
      if (const std::size_t started = start_what_is_due(*own_); started > 0) {
        say(fmt::format("{} scheduled job{} added", started, started == 1 ? "" : "s"));
      }
    } catch (const Error&) {
      lock_.reset();
      own_.reset();
    }
  }

  void leave() {
    try {
      if (own_) {
        lock_.reset();
        own_->job_queue().leave(id_);
      }
    } catch (const Error&) {
      return; // others see that it is silent
    }
  }

  void pause(std::chrono::milliseconds time) const {
    for (auto left = time; left > 0ms && !stop_.requested(); left -= 100ms) {
      std::this_thread::sleep_for(std::min(left, 100ms));
    }
  }

  const WorkerOptions& options_;
  const JobKinds& kinds_;
  const Ended& ended_;
  const Cancellation& stop_;
  const WorkerLog& log_;
  std::mutex log_mutex_;
  std::string name_;
  LeaseBook leases_;
  std::optional<Store> own_; ///< of the thread that keeps the leases; nothing while the database is away
  store::WorkerId id_;
  std::unique_ptr<StoreLock> lock_; ///< its session is that of `own_`
  std::atomic<int> busy_{0};
  std::chrono::steady_clock::time_point next_look_;
  std::chrono::steady_clock::time_point next_cleaning_;
};

} // namespace

void work(const WorkerOptions& options, const JobKinds& kinds, const Ended& ended, const Cancellation& stop,
          const WorkerLog& log) {
  Worker(options, kinds, ended, stop, log).run();
}

} // namespace tracekit::jobs
