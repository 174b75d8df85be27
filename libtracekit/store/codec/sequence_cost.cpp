// SPDX-License-Identifier: MIT
#include "store/codec/sequence_cost.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "store/codec/byte_stream.hpp"
#include "store/codec/plain_coder.hpp"

namespace tracekit::store::codec {
namespace {

constexpr std::size_t few = 1024;           ///< up to so many numbers all are looked at, and the plain coder may win
constexpr std::size_t sampled = 128;        ///< of longer sequences so many in a row ...
constexpr std::size_t sampled_stride = 512; ///< ... out of so many
constexpr double bits_of_one_width = 8;     ///< what a width adds to the table of frequencies, about
constexpr double bits_of_the_table = 30;
constexpr double clocked_advantage = 0.97; ///< the clock must be worth its slower decoding

/// Bits of `count` numbers of which some have these widths: how well the widths can be told, and all bits under the
/// highest one as they are.
double estimate(const WidthCounts& widths, std::size_t count) {
  const auto counted = static_cast<double>(std::accumulate(widths.begin(), widths.end(), std::uint64_t{0}));
  double table = bits_of_the_table;
  double bits = 0;
  for (unsigned width = 0; width < widths.size(); ++width) {
    if (widths[width] > 0) {
      const double numbers = widths[width];
      table += bits_of_one_width;
      bits += numbers * (std::log2(counted / numbers) + (width > 1 ? width - 1 : 0));
    }
  }
  if (static_cast<double>(widths[0]) == counted) {
    return 0;
  }
  if (count <= few) {
    return std::min(table + bits, static_cast<double>(choose_plain_code(widths).bits));
  }
  return table + bits * static_cast<double>(count) / counted;
}

/// The differences of the four predictions without a clock are one another's differences.
constexpr unsigned orders = 4;
using Differences = std::array<std::uint64_t, orders>;

struct Measured {
  std::array<WidthCounts, orders> widths{};
  std::array<double, orders> lead_bits{};

  void count(unsigned order, std::uint64_t difference) {
    ++widths[order][static_cast<unsigned>(std::bit_width(zigzag(difference)))];
  }
};

Differences next(const Differences& before, std::uint64_t value) {
  const std::uint64_t first = value - before[0];
  const std::uint64_t second = first - before[1];
  return {value, first, second, second - before[2]};
}

Measured measure(std::span<const std::uint64_t> values) {
  Measured out;
  Differences before{};
  const std::size_t front = std::min<std::size_t>(values.size(), 3);
  for (std::size_t i = 1; i < front; ++i) {
    before = next(before, values[i]);
    for (unsigned order = 0; order < orders; ++order) {
      if (i < lead_of(static_cast<Prediction>(order))) {
        out.lead_bits[order] += 8.0 * std::max(1, (static_cast<int>(std::bit_width(zigzag(before[order]))) + 6) / 7);
      } else {
        out.count(order, before[order]);
      }
    }
  }
  const std::size_t stride = values.size() > few ? sampled_stride : sampled;
  for (std::size_t first = front; first < values.size(); first += stride) {
    for (std::size_t i = first - 3; i < first; ++i) {
      before = next(before, values[i]);
    }
    const std::size_t end = std::min(first + sampled, values.size());
    for (std::size_t i = first; i < end; ++i) {
      before = next(before, values[i]);
      out.count(0, before[0]);
      out.count(1, before[1]);
      out.count(2, before[2]);
      out.count(3, before[3]);
    }
  }
  return out;
}

double measure_clocked(std::span<const std::uint64_t> values, std::span<const std::int64_t> clock,
                       std::span<std::uint64_t> scratch) {
  subtract_predictions(Prediction::clocked, values, clock, scratch);
  WidthCounts widths{};
  for (const std::uint64_t difference : scratch.subspan(2)) {
    ++widths[static_cast<unsigned>(std::bit_width(difference))];
  }
  return estimate(widths, values.size() - 2);
}

} // namespace

Choice choose_prediction(std::span<const std::uint64_t> values, std::span<const std::int64_t> clock,
                         std::span<std::uint64_t> scratch) {
  const Measured measured = measure(values);
  Choice best{Prediction::constant, HUGE_VAL};
  for (const Prediction prediction :
       {Prediction::constant, Prediction::linear, Prediction::zero, Prediction::quadratic}) {
    const auto order = static_cast<unsigned>(prediction);
    const std::size_t lead = std::min(lead_of(prediction), values.size());
    const double bits = measured.lead_bits[order] + estimate(measured.widths[order], values.size() - lead);
    if (bits < best.bits) {
      best = {prediction, bits};
    }
  }
  if (!clock.empty() && values.size() > 2) {
    const double bits = measure_clocked(values, clock, scratch);
    if (bits < best.bits * clocked_advantage) {
      best = {Prediction::clocked, bits};
    }
  }
  return best;
}

} // namespace tracekit::store::codec
