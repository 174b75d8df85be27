// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/streams.hpp"

namespace tracekit {

/// The samples by which a recording is drawn with at most `most` points (16 or more), ascending; all of them where they
/// are no more. The samples are cut into equal stretches, and of each the first one stays and, of each of these
/// channels, where it is lowest and highest: what a chart shows of a peak stays where it was, and one list serves every
/// channel. After M4 (Jugel, Jerzak, Hackenbroich, Markl: "M4: A Visualization-Oriented Time Series Data Aggregation",
/// PVLDB 7(10), 2014), which keeps these of each column of pixels.
std::vector<std::uint32_t> drawn_samples(const Streams& streams, std::span<const Channel* const> channels,
                                         std::size_t most);

} // namespace tracekit
