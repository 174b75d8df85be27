// SPDX-License-Identifier: MIT
#include "formats/fit/pauses.hpp"

#include <algorithm>

namespace tracekit::fit {
namespace {

/// The first sample at or after a start event. Events mostly stand where they happened; some devices
/// write all of them before or after the samples.
std::size_t first_row_after(const TimerEvent& event, const std::vector<std::int64_t>& time_ms, const PartClock& clock) {
  const auto start = clock.utc_ms(event.time);
  if (!start) {
    return event.row;
  }
  const bool follows = event.row == 0 || time_ms[event.row - 1] < *start;
  const bool precedes = event.row == time_ms.size() || time_ms[event.row] >= *start;
  if (follows && precedes) {
    return event.row;
  }
  const auto found =
      std::partition_point(time_ms.begin(), time_ms.end(), [&](std::int64_t time) { return time < *start; });
  return static_cast<std::size_t>(found - time_ms.begin());
}

} // namespace

std::vector<std::size_t> resumed_rows(const Part& part, const PartClock& clock) {
  std::vector<std::size_t> rows;
  const TimerEvent* stop = nullptr;
  for (const TimerEvent& event : part.timer_events) {
    if (!event.is_start) {
      stop = stop == nullptr ? &event : stop;
      continue;
    }
    const bool takes_time = stop != nullptr && (!stop->time || !event.time || *stop->time < *event.time);
    stop = nullptr;
    if (takes_time) {
      const std::size_t row = first_row_after(event, part.time_ms, clock);
      if (row > 0 && row < part.time_ms.size()) {
        rows.push_back(row);
      }
    }
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

} // namespace tracekit::fit
