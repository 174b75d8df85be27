// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "app/import/import.hpp"
#include "base/progress.hpp"

namespace tracekit::app {

/// Counts what the threads of an import find, and shows how far they are.
class ImportTally {
public:
  ImportTally(ImportReport& report, ProgressSink& progress) : report_(report), progress_(progress) {}

  /// So many files are going to be looked at.
  void expect(std::uint64_t files) { expected_ += files; }
  /// One of them is an archive of files.
  void expect_one_fewer() { --expected_; }
  /// One of them has been.
  void looked_at() { progress_.advance("files", ++looked_at_, expected_); }

  void already_there() { count(&ImportReport::already_there); }
  void duplicate() { count(&ImportReport::duplicates); }
  void no_activity(const std::string& kind) {
    const std::lock_guard lock(mutex_);
    ++report_.no_activity[kind.empty() ? "other" : kind];
  }
  void unreadable(NotImported what) { add(&ImportReport::unreadable, std::move(what), true); }
  /// A file that nobody named and that is in no format of activities, whatever it is called.
  void nothing_of_the_kind(NotImported what) { add(&ImportReport::unreadable, std::move(what), false); }
  void refused(NotImported what) { add(&ImportReport::refused, std::move(what), true); }
  void damaged(NotImported what) { add(&ImportReport::damaged, std::move(what), true); }

  [[nodiscard]] std::uint64_t files() const { return looked_at_; }

private:
  void count(std::uint64_t ImportReport::* member) {
    const std::lock_guard lock(mutex_);
    ++(report_.*member);
  }
  void add(std::vector<NotImported> ImportReport::* member, NotImported what, bool is_failure) {
    const std::lock_guard lock(mutex_);
    (report_.*member).push_back(std::move(what));
    report_.failures += is_failure ? 1 : 0;
  }

  ImportReport& report_;
  ProgressSink& progress_;
  std::atomic<std::uint64_t> expected_{0};
  std::atomic<std::uint64_t> looked_at_{0};
  std::mutex mutex_;
};

} // namespace tracekit::app
