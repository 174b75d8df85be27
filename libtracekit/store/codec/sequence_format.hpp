// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

/// The first byte of a sequence: bits 0-2 the prediction, 3-4 the coder, 5 whether there is a step, 6 whether there is
/// a dictionary, 7 whether the values are floats told by decimal integers.
namespace tracekit::store::codec {

/// How the differences from the predictions are stored. The numbers are the format.
enum class Coder : std::uint8_t {
  none = 0,   ///< not at all: they are all 0
  plain = 1,  ///< write_plain
  tokens = 2, ///< TokenEncoder
};
inline constexpr unsigned coder_count = 3;

inline constexpr unsigned prediction_mask = 0x07;
inline constexpr unsigned coder_mask = 0x03;
inline constexpr unsigned coder_shift = 3;
inline constexpr unsigned step_flag = 0x20;
inline constexpr unsigned dictionary_flag = 0x40;
inline constexpr unsigned decimal_flag = 0x80;

} // namespace tracekit::store::codec
