// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "store/codec/token_frequencies.hpp"

namespace tracekit::store::codec {

/// Entropy coder of numbers by their tokens: a tabled asymmetric numeral system (tANS) with one static table a
/// sequence.
class TokenEncoder {
public:
  /// Looks at the numbers, which must stay until `write`, and tells what they will take. At least one number.
  std::uint64_t prepare(std::span<const std::uint64_t> numbers);

  /// Appends what was prepared, in whole bytes.
  void write(Bytes& out);

private:
  struct Step {
    std::uint16_t bits;
    std::uint8_t count;
    std::uint8_t extra_bits;
  };

  void fill_states();
  std::uint32_t run();

  std::span<const std::uint64_t> numbers_;
  std::vector<Token> tokens_;
  std::vector<Step> steps_;
  std::uint64_t bits_ = 0;
  TokenCounts counts_{};
  TokenFrequencies frequencies_;
  std::vector<std::uint16_t> next_state_;
};

/// Reads `numbers.size()` numbers and returns how many bytes they took. Throws Damage.
std::size_t decode_tokens(ByteView bytes, std::span<std::uint64_t> numbers);

} // namespace tracekit::store::codec
