// SPDX-License-Identifier: MIT
#include "store/codec/token_frequencies.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "store/codec/byte_stream.hpp"
#include "store/codec/damage.hpp"

namespace tracekit::store::codec {
namespace {

constexpr unsigned log_size_bits = 4;
constexpr unsigned tokens_bits = 8;

/// Small tables cost few bits, large ones waste little on each sample: about eight samples a state.
unsigned choose_log_size(std::uint64_t samples, unsigned occurring) {
  const unsigned by_samples = static_cast<unsigned>(std::bit_width(samples)) - 1;
  const unsigned wanted = by_samples > 3 ? by_samples - 3 : 0;
  const unsigned needed = static_cast<unsigned>(std::bit_width(occurring)) + 1;
  return std::clamp(std::max(wanted, needed), min_log_size, max_log_size);
}

/// The width of a number of states is told by how it differs from the one before.
template <typename Visit> void for_each_width(const TokenFrequencies& frequencies, Visit visit) {
  unsigned before = frequencies.log_size / 2;
  for (unsigned token = 0; token < frequencies.tokens; ++token) {
    const std::uint32_t states = frequencies.states[token];
    const auto width = static_cast<unsigned>(std::bit_width(states));
    visit(static_cast<unsigned>(zigzag(std::uint64_t{width} - before)), width, states);
    before = width;
  }
}

} // namespace

TokenFrequencies frequencies_of(const TokenCounts& counts) {
  TokenFrequencies out;
  const std::uint64_t samples = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  const auto occurring = static_cast<unsigned>(counts.size()) -
                         static_cast<unsigned>(std::count(counts.begin(), counts.end(), std::uint32_t{0}));
  out.log_size = choose_log_size(samples, occurring);
  const std::uint32_t size = 1U << out.log_size;
  std::uint32_t given = 0;
  for (unsigned token = 0; token < token_count; ++token) {
    if (counts[token] == 0) {
      continue;
    }
    out.tokens = token + 1;
    const std::uint64_t share = ((std::uint64_t{counts[token]} << out.log_size) + samples / 2) / samples;
    out.states[token] = static_cast<std::uint16_t>(std::max<std::uint64_t>(share, 1));
    given += out.states[token];
  }
  // Rounding is paid for by the most frequent tokens, to which one state more or less matters least.
  while (given != size) {
    std::uint16_t& largest = *std::max_element(out.states.begin(), out.states.end());
    const std::uint32_t step = given < size ? size - given : std::min<std::uint32_t>(given - size, (largest + 7U) / 8);
    largest = static_cast<std::uint16_t>(given < size ? largest + step : largest - step);
    given = given < size ? size : given - step;
  }
  return out;
}

unsigned frequencies_bits(const TokenFrequencies& frequencies) {
  unsigned bits = log_size_bits + tokens_bits;
  for_each_width(frequencies, [&](unsigned change, unsigned width, std::uint32_t) {
    bits += change + 1 + (width > 1 ? width - 1 : 0);
  });
  return bits;
}

void put_frequencies(BitWriter& out, const TokenFrequencies& frequencies) {
  out.put(frequencies.log_size, log_size_bits);
  out.put(frequencies.tokens, tokens_bits);
  for_each_width(frequencies, [&](unsigned change, unsigned width, std::uint32_t states) {
    out.put(std::uint64_t{1} << change, change + 1);
    if (width > 1) {
      out.put(low_bits(states, width - 1), width - 1);
    }
  });
}

TokenFrequencies take_frequencies(BitReader& in) {
  TokenFrequencies out;
  out.log_size = static_cast<unsigned>(in.take(log_size_bits));
  out.tokens = static_cast<unsigned>(in.take(tokens_bits));
  if (out.log_size < min_log_size || out.log_size > max_log_size || out.tokens > token_count) {
    throw Damage("its table of frequencies is none");
  }
  std::uint64_t width = out.log_size / 2;
  std::uint32_t sum = 0;
  for (unsigned token = 0; token < out.tokens; ++token) {
    const auto change = static_cast<unsigned>(std::countr_zero(in.peek() | std::uint64_t{1} << (bits_at_once - 1)));
    in.skip(change + 1);
    width += unzigzag(change);
    if (width > out.log_size + 1) {
      throw Damage("its table of frequencies is none");
    }
    const auto bits = static_cast<unsigned>(width);
    const std::uint64_t states = bits > 1 ? in.take(bits - 1) | std::uint64_t{1} << (bits - 1) : bits;
    out.states[token] = static_cast<std::uint16_t>(states);
    sum += out.states[token];
  }
  if (sum != 1U << out.log_size) {
    throw Damage("its table of frequencies does not add up");
  }
  return out;
}

} // namespace tracekit::store::codec
