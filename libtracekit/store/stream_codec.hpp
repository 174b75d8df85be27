// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "model/streams.hpp"
#include "store/repositories/streams.hpp"

/// Packing of samples for storage: lossless, one piece of bytes a channel. The format is described in
/// docs/formats/streams.md.
namespace tracekit::store {

/// Bounds of what can be stored: samples of a recording, and samples times columns.
inline constexpr std::uint64_t max_samples = std::uint64_t{1} << 24U;
inline constexpr std::uint64_t max_cells = std::uint64_t{1} << 26U;

/// Packs the time (a column named `time`, which also holds the segment starts) and each channel, in their order. A
/// column has the channel's name; where that would be ambiguous (developer fields, names that occur twice or are no
/// text), it has another one and the channel's own is in the meta text. Throws Error(database) when there are more
/// samples than the bounds allow, or when a channel is not as long as the time.
std::vector<EncodedColumn> encode_streams(const tracekit::Streams& streams);

/// The inverse of `encode_streams`. The first column must be the time; of the others any may be left out. Throws
/// Error(database), naming the column, for bytes that `encode_streams` does not write.
tracekit::Streams decode_streams(std::span<const EncodedColumn> columns);

} // namespace tracekit::store
