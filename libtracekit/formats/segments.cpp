// SPDX-License-Identifier: MIT
#include "formats/segments.hpp"

#include <algorithm>

#include "formats/sample_text.hpp"

namespace tracekit {

Segments segments_of(const Streams& streams) {
  Segments segments;
  const PositionText position(streams);
  for (std::size_t i = 0; i < streams.size() && !segments.has_times; ++i) {
    segments.has_times = streams.time_ms[i] != no_value && position.has(i);
  }
  bool after_gap = true;
  auto gap = streams.segment_starts.begin();
  for (std::size_t i = 0; i < streams.size(); ++i) {
    for (; gap != streams.segment_starts.end() && *gap <= i; ++gap) {
      after_gap = true;
    }
    if (!position.has(i)) {
      ++segments.without_position;
    } else if (segments.has_times && streams.time_ms[i] == no_value) {
      ++segments.without_time;
    } else {
      if (after_gap) {
        segments.samples.emplace_back();
        after_gap = false;
      }
      segments.samples.back().push_back(i);
    }
  }
  return segments;
}

} // namespace tracekit
