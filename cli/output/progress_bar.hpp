// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "base/progress.hpp"
#include "output/terminal.hpp"

namespace tracekit::cli {

/// Progress on stderr: a bar that redraws itself on a terminal, nothing but notes elsewhere.
class ProgressBar final : public ProgressSink {
public:
  ProgressBar(Terminal terminal, bool quiet) : terminal_(terminal), quiet_(quiet) {}
  ~ProgressBar() override { clear(); }

  void advance(std::string_view what, std::uint64_t done, std::uint64_t total) override;
  void note(std::string_view line) override;

  /// Takes the bar off the screen, before something else is printed.
  void clear();

private:
  void erase();
  Terminal terminal_;
  bool quiet_;
  std::mutex mutex_;
  std::uint64_t done_ = 0;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point last_;
};

} // namespace tracekit::cli
