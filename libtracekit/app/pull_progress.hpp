// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.hpp"
#include "base/time.hpp"

namespace tracekit::app {

/// The progress of several providers as that of one work: what they have looked at together, of how much where all of
/// those at work know, else back to which month. Everything may be called from any thread.
class PullProgress {
public:
  /// Reports to `below`, which outlives it.
  explicit PullProgress(ProgressSink& below) : below_(below) {}

  /// A place for one provider to report to, which lives as long as this.
  ProgressSink& add(const std::string& title);
  /// The provider of that place has come to something of this day.
  void reached(const ProgressSink& place, Date day);
  void finished(const ProgressSink& place);

private:
  class Place final : public ProgressSink {
  public:
    Place(PullProgress& all, std::string name) : title(std::move(name)), all_(all) {}
    void advance(std::string_view what, std::uint64_t done, std::uint64_t total) override;
    void note(std::string_view line) override;

    std::string title;
    std::string what;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    std::optional<Date> oldest;
    bool at_work = true;

  private:
    PullProgress& all_;
  };
  void show();

  ProgressSink& below_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Place>> places_;
};

} // namespace tracekit::app
