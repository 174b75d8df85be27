// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "formats/fit/clock.hpp"
#include "formats/fit/part.hpp"

namespace tracekit::fit {

/// Says to which session of a part its laps, lengths and samples belong; everything belongs to exactly one.
/// Laps go by the indices that sessions give, everything else by time: to the session that started last.
/// A part without sessions counts as one.
class SessionSplit {
public:
  SessionSplit(const Part& part, const PartClock& clock);

  /// Index of the session that is running at a time; the first one before all of them or without a time.
  [[nodiscard]] std::size_t of_time(std::optional<EpochMillis> time) const;
  [[nodiscard]] std::size_t of_lap(std::size_t lap) const { return lap_owners_[lap]; }

  /// Hands each session its samples. `resumed` are samples that begin a segment. A sample without a time
  /// goes with the one before it.
  [[nodiscard]] std::vector<Streams> streams(std::vector<std::int64_t> time_ms, std::vector<Channel> channels,
                                             const std::vector<std::size_t>& resumed) const;

  /// Samples `begin` to before `end`, which follow one another and belong to one session.
  struct Run {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t session = 0;
  };

private:
  struct Start {
    EpochMillis time_ms = 0;
    std::size_t session = 0;
  };

  [[nodiscard]] std::vector<Run> runs(const std::vector<std::int64_t>& time_ms) const;

  std::size_t session_count_ = 1;
  std::vector<Start> starts_; ///< sorted by time
  std::vector<std::size_t> lap_owners_;
};

} // namespace tracekit::fit
