// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "store/codec/byte_stream.hpp"
#include "store/codec/decimal_float.hpp"
#include "store/codec/dictionary.hpp"
#include "store/codec/plain_coder.hpp"
#include "store/codec/sequence_cost.hpp"
#include "store/codec/sequence_format.hpp"
#include "store/codec/token_coder.hpp"

namespace tracekit::store::codec {

/// Packs sequences of integers. Keeps its memory from one to the next.
class SequenceEncoder {
public:
  /// Appends the values; how many there are the reader must know. `clock` is empty, or has the time of each value and
  /// may then be used for prediction. `kind` tells whether the values are bit patterns of floats.
  void write(Bytes& out, std::span<const std::int64_t> values, std::span<const std::int64_t> clock = {},
             ChannelKind kind = ChannelKind::scaled);

private:
  std::uint64_t take_units(std::span<const std::int64_t> values);
  bool use_dictionary(std::span<const std::int64_t> values, std::uint64_t step, Choice& choice);
  Coder choose_coder(std::span<const std::uint64_t> differences);

  std::vector<std::int64_t> integers_;
  std::vector<std::uint64_t> units_;
  std::vector<std::uint64_t> differences_;
  TokenEncoder tokens_;
  PlainCode plain_;
  Dictionary dictionary_;
  std::unique_ptr<SequenceEncoder> inner_; ///< for the values of the dictionary
};

/// Fills `values` with what `SequenceEncoder::write` wrote. Throws Damage.
void read_sequence(ByteReader& in, std::span<std::int64_t> values, std::span<const std::int64_t> clock = {});

} // namespace tracekit::store::codec
