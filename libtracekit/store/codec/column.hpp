// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "store/codec/byte_stream.hpp"
#include "store/codec/sequence.hpp"

namespace tracekit::store::codec {

/// Packs columns: sequences in which values may be missing.
class ColumnEncoder {
public:
  /// Appends a column, whose length the reader must know. `clock` is empty or has the time of each sample; `kind` tells
  /// whether the values are bit patterns of floats.
  void write(Bytes& out, std::span<const std::int64_t> values, std::span<const std::int64_t> clock = {},
             ChannelKind kind = ChannelKind::scaled);

private:
  void write_with_gaps(Bytes& out, std::span<const std::int64_t> values, std::span<const std::int64_t> clock,
                       ChannelKind kind);

  SequenceEncoder sequence_;
  std::vector<std::int64_t> runs_;
  std::vector<std::int64_t> present_;
  std::vector<std::int64_t> present_clock_;
};

/// Fills `values` with what `ColumnEncoder::write` wrote. `clock` is empty or has the time of each sample. Throws
/// Damage.
void read_column(ByteReader& in, std::span<std::int64_t> values, std::span<const std::int64_t> clock = {});

/// Times as predictions use them: a missing one is that of the sample before, 0 at the front.
std::vector<std::int64_t> clock_of(std::span<const std::int64_t> time_ms);

} // namespace tracekit::store::codec
