// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/streams.hpp"

namespace tracekit {

/// The samples that can be drawn, apart where there was a gap. Where any of them has a time, those without are left
/// out.
struct Segments {
  std::vector<std::vector<std::size_t>> samples; ///< none is empty
  bool has_times = false;
  std::uint64_t without_position = 0;
  std::uint64_t without_time = 0;
};

Segments segments_of(const Streams& streams);

} // namespace tracekit
