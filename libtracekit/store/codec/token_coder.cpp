// SPDX-License-Identifier: MIT
#include "store/codec/token_coder.hpp"

#include <bit>
#include <cmath>

#include "store/codec/damage.hpp"

namespace tracekit::store::codec {
namespace {

/// Deals the states out to the tokens, each token's far apart: state -> token.
void spread(const TokenFrequencies& frequencies, std::span<std::uint8_t> token_of_state) {
  const std::uint32_t size = 1U << frequencies.log_size;
  const std::uint32_t step = (size >> 1U) + (size >> 3U) + 3; // odd, so that every state is met once
  std::uint32_t state = 0;
  for (unsigned token = 0; token < frequencies.tokens; ++token) {
    for (unsigned i = 0; i < frequencies.states[token]; ++i) {
      token_of_state[state] = static_cast<std::uint8_t>(token);
      state = (state + step) & (size - 1);
    }
  }
}

using StateTokens = std::array<std::uint8_t, 1U << max_log_size>;

/// What a state stands for and which state follows: `next` plus the next `count` bits.
struct DecodingState {
  std::uint16_t next;
  std::uint8_t count;
  std::uint8_t token;
};

using DecodingTable = std::array<DecodingState, 1U << max_log_size>;

void fill(DecodingTable& table, const TokenFrequencies& frequencies) {
  StateTokens tokens;
  spread(frequencies, tokens);
  std::array<std::uint16_t, token_count> rank = frequencies.states;
  const std::uint32_t size = 1U << frequencies.log_size;
  for (std::uint32_t state = 0; state < size; ++state) {
    const std::uint8_t token = tokens[state];
    const std::uint32_t from = rank[token]++;
    const unsigned count = frequencies.log_size + 1 - static_cast<unsigned>(std::bit_width(from));
    table[state] = {static_cast<std::uint16_t>((from << count) - size), static_cast<std::uint8_t>(count), token};
  }
}

} // namespace

std::uint64_t TokenEncoder::prepare(std::span<const std::uint64_t> numbers) {
  numbers_ = numbers;
  tokens_.resize(numbers.size());
  counts_.fill(0);
  std::uint64_t extra_bits = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Token token = token_of(numbers[i]);
    tokens_[i] = token;
    ++counts_[token.token];
    extra_bits += token.extra_bits;
  }
  frequencies_ = frequencies_of(counts_);
  double token_bits = 0;
  for (unsigned token = 0; token < frequencies_.tokens; ++token) {
    if (counts_[token] > 0) {
      token_bits += counts_[token] * (frequencies_.log_size - std::log2(frequencies_.states[token]));
    }
  }
  bits_ = extra_bits + static_cast<std::uint64_t>(token_bits) + frequencies_bits(frequencies_) + frequencies_.log_size;
  return bits_;
}

void TokenEncoder::fill_states() {
  StateTokens tokens;
  spread(frequencies_, tokens);
  std::array<std::uint16_t, token_count> place{};
  std::uint16_t sum = 0;
  for (unsigned token = 0; token < frequencies_.tokens; ++token) {
    place[token] = sum;
    sum = static_cast<std::uint16_t>(sum + frequencies_.states[token]);
  }
  const std::uint32_t size = 1U << frequencies_.log_size;
  next_state_.resize(size);
  for (std::uint32_t state = 0; state < size; ++state) {
    next_state_[place[tokens[state]]++] = static_cast<std::uint16_t>(size + state);
  }
}

/// Goes backwards, so that the decoder goes forwards. Returns the state to begin with.
std::uint32_t TokenEncoder::run() {
  struct Transition {
    std::uint32_t bits;   ///< added to the state, the bits to put out stand above bit 16
    std::uint32_t offset; ///< of the token's part of `next_state_`, modulo 2^32
  };
  std::array<Transition, token_count> transitions{};
  std::uint32_t sum = 0;
  for (unsigned token = 0; token < frequencies_.tokens; ++token) {
    const std::uint32_t states = frequencies_.states[token];
    if (states > 0) {
      const unsigned most = frequencies_.log_size - static_cast<unsigned>(std::bit_width(states - 1)) + 1;
      const unsigned count = states == 1 ? frequencies_.log_size : most;
      transitions[token] = {(count << 16U) - (states << count), sum - states};
      sum += states;
    }
  }
  steps_.resize(tokens_.size());
  std::uint32_t state = 1U << frequencies_.log_size;
  for (std::size_t i = tokens_.size(); i-- > 0;) {
    const Token token = tokens_[i];
    const Transition& transition = transitions[token.token];
    const std::uint32_t count = (state + transition.bits) >> 16U;
    steps_[i] = {static_cast<std::uint16_t>(state & ((1U << count) - 1)), static_cast<std::uint8_t>(count),
                 token.extra_bits};
    state = next_state_[(state >> count) + transition.offset];
  }
  return state - (1U << frequencies_.log_size);
}

void TokenEncoder::write(Bytes& out) {
  fill_states();
  const std::uint32_t first_state = run();
  std::uint64_t bits = frequencies_bits(frequencies_) + frequencies_.log_size;
  for (const Step step : steps_) {
    bits += step.count + std::uint64_t{step.extra_bits};
  }
  BitWriter writer(out, bits);
  put_frequencies(writer, frequencies_);
  writer.put(first_state, frequencies_.log_size);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step step = steps_[i];
    const std::uint64_t extra = low_bits(numbers_[i], step.extra_bits);
    if (step.extra_bits + step.count <= static_cast<int>(bits_at_once)) [[likely]] {
      writer.put(step.bits | extra << step.count, step.count + unsigned{step.extra_bits});
    } else {
      writer.put(step.bits, step.count);
      writer.put_wide(extra, step.extra_bits);
    }
  }
  writer.finish();
}

std::size_t decode_tokens(ByteView bytes, std::span<std::uint64_t> numbers) {
  BitReader in(bytes);
  const TokenFrequencies frequencies = take_frequencies(in);
  DecodingTable table;
  fill(table, frequencies);
  std::uint64_t state = in.take(frequencies.log_size);
  for (std::uint64_t& number : numbers) {
    const DecodingState entry = table[state];
    const TokenRange range = token_ranges[entry.token];
    std::uint64_t word = in.peek();
    state = entry.next + low_bits(word, entry.count);
    if (entry.count + range.extra_bits <= bits_at_once) [[likely]] {
      number = range.first | low_bits(word >> entry.count, range.extra_bits);
      in.skip(entry.count + range.extra_bits);
    } else {
      in.skip(entry.count);
      number = range.first | in.take_wide(range.extra_bits);
    }
  }
  if (in.overrun() || state != 0) {
    throw Damage(in.overrun() ? "its bytes end early" : "its bits do not add up");
  }
  return in.bytes_used();
}

} // namespace tracekit::store::codec
