// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/streams.hpp"

namespace tracekit {

/// The samples that lie in time, as columns of equal length. Those without a time, those that repeat the time before
/// and those that have no neighbour in their stretch are left out.
struct Timeline {
  /// Points `begin` to `end` (exclusive, two or more) between which time always grows and nothing pauses.
  struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::vector<double> seconds;        ///< of each point, since the first timed sample
  std::vector<std::uint32_t> samples; ///< of each point, its place in the streams
  std::vector<Stretch> stretches;
  double recorded_s = 0; ///< all stretches together
};

Timeline timeline_of(const Streams& streams);

} // namespace tracekit
