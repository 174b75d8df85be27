// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstdlib>

#include "base/error.hpp"
#include "model/recording.hpp"

/// What must hold for everything that a reader of text formats returns.
namespace tracekit::fuzz {

inline void demand(bool condition) {
  if (!condition) {
    std::abort();
  }
}

inline void check_totals(const Totals& totals) {
  for (const auto& value : {totals.elapsed_s, totals.timer_s, totals.moving_s, totals.distance_m, totals.ascent_m,
                            totals.avg_speed_mps, totals.avg_hr, totals.avg_power}) {
    demand(!value || std::isfinite(*value));
  }
}

inline void check_recording(const Recording& recording) {
  const std::size_t samples = recording.streams.size();
  for (const Channel& channel : recording.streams.channels) {
    demand(channel.values.size() == samples);
    demand(!channel.name.empty());
    demand(recording.streams.find(channel.name) == &channel);
  }
  std::uint32_t last = 0;
  for (const std::uint32_t start : recording.streams.segment_starts) {
    demand(start > last && start < samples);
    last = start;
  }
  if (recording.first) {
    demand(std::abs(recording.first->lat) <= 90.001 && std::abs(recording.first->lon) <= 180.001);
  }
  check_totals(recording.totals);
}

/// Decodes; the only way out besides a file is Error(input).
template <typename Decode> int check_decoder(Decode decode, const std::uint8_t* data, std::size_t size) {
  try {
    const ActivityFile file = decode(ByteView(data, size));
    for (const Recording& recording : file.recordings) {
      check_recording(recording);
    }
  } catch (const Error& error) {
    demand(error.kind() == ErrorKind::input);
  }
  return 0;
}

} // namespace tracekit::fuzz
