// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "model/recording.hpp"

namespace tracekit::store {

/// Laps and pool lengths of a recording as one small packed piece (MessagePack of rows, compressed). Empty when it has
/// neither.
Bytes encode_laps(const Recording& recording);

struct LapsAndLengths {
  std::vector<Lap> laps;
  std::vector<PoolLength> lengths;
};

/// The exact inverse. Throws Error(database) for bytes that are not such a piece.
LapsAndLengths decode_laps(ByteView bytes);

} // namespace tracekit::store
