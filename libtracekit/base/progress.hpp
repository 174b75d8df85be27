// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace tracekit {

/// Where long work reports to: a terminal bar, a job row, or nowhere. May be called from any thread.
class ProgressSink {
public:
  virtual ~ProgressSink() = default;
  /// `done` of `total` units of `what` ("files", "months"); total 0 means unknown.
  virtual void advance(std::string_view what, std::uint64_t done, std::uint64_t total) = 0;
  /// One line for the person about something that did not stop the work.
  virtual void note(std::string_view line) = 0;
};

/// Swallows everything.
class NoProgress final : public ProgressSink {
public:
  void advance(std::string_view, std::uint64_t, std::uint64_t) override {}
  void note(std::string_view) override {}
};

} // namespace tracekit
