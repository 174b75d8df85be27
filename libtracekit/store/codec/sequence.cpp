// SPDX-License-Identifier: MIT
#include "store/codec/sequence.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace tracekit::store::codec {
namespace {

constexpr std::size_t plain_wins_below = 1024;     ///< longer sequences are not even tried
constexpr std::size_t dictionary_pays_from = 48;   ///< values
constexpr double dictionary_pays_above_bits = 2.0; ///< a value
constexpr std::size_t max_dictionary = 4096;
constexpr double dictionary_advantage = 0.97;
constexpr double dictionary_sparser_than = 0.8; ///< of the steps from the least to the greatest value

std::uint64_t as_word(std::int64_t value) { return static_cast<std::uint64_t>(value); }

/// The greatest common divisor of all distances from the first value, 0 when all values are equal.
std::uint64_t common_step(std::span<const std::int64_t> values) {
  std::uint64_t step = 0;
  std::uint64_t last = 0;
  for (const std::int64_t value : values) {
    const std::uint64_t difference = as_word(value) - as_word(values[0]);
    if (difference != last) {
      last = difference;
      const std::uint64_t distance = difference >> 63U ? 0 - difference : difference;
      step = step == 0 ? distance : distance % step == 0 ? step : std::gcd(step, distance);
      if (step == 1) {
        break;
      }
    }
  }
  return step;
}

} // namespace

/// Fills `units_` with the distances from the first value in steps, and returns the step.
std::uint64_t SequenceEncoder::take_units(std::span<const std::int64_t> values) {
  const std::uint64_t step = std::max<std::uint64_t>(common_step(values), 1);
  units_.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    units_[i] = as_word(values[i]) - as_word(values[0]);
  }
  if (step > 1) {
    for (std::uint64_t& unit : units_) {
      const bool negative = unit >> 63U;
      const std::uint64_t steps = (negative ? 0 - unit : unit) / step;
      unit = negative ? 0 - steps : steps;
    }
  }
  return step;
}

/// Puts the places in a dictionary into `units_` where that leaves clearly less to store than `choice`.
bool SequenceEncoder::use_dictionary(std::span<const std::int64_t> values, std::uint64_t step, Choice& choice) {
  const auto count = static_cast<double>(values.size());
  if (values.size() < dictionary_pays_from || choice.bits < dictionary_pays_above_bits * count ||
      !dictionary_.build(values, std::min(values.size() / 3, max_dictionary))) {
    return false;
  }
  const std::span<const std::int64_t> distinct = dictionary_.values();
  const std::uint64_t range = (as_word(distinct.back()) - as_word(distinct.front())) / step;
  if (static_cast<double>(range) * dictionary_sparser_than < static_cast<double>(distinct.size())) {
    return false;
  }
  take_units(distinct);
  differences_.resize(values.size());
  const double own_bits = choose_prediction(units_, {}, std::span(differences_).first(units_.size())).bits;
  take_units(dictionary_.places());
  const Choice places = choose_prediction(units_, {}, differences_);
  if (own_bits + places.bits < dictionary_advantage * choice.bits) {
    choice = places;
    return true;
  }
  take_units(values);
  return false;
}

Coder SequenceEncoder::choose_coder(std::span<const std::uint64_t> differences) {
  if (std::all_of(differences.begin(), differences.end(), [](std::uint64_t difference) { return difference == 0; })) {
    return Coder::none;
  }
  const std::uint64_t token_bits = tokens_.prepare(differences);
  if (differences.size() > plain_wins_below) {
    return Coder::tokens;
  }
  WidthCounts widths{};
  for (const std::uint64_t difference : differences) {
    ++widths[static_cast<unsigned>(std::bit_width(difference))];
  }
  plain_ = choose_plain_code(widths);
  return plain_.bits <= token_bits ? Coder::plain : Coder::tokens;
}

void SequenceEncoder::write(Bytes& out, std::span<const std::int64_t> values, std::span<const std::int64_t> clock,
                            ChannelKind kind) {
  if (values.empty()) {
    return;
  }
  const std::optional<DecimalFloat> decimal = to_integers(values, kind, integers_);
  values = decimal ? integers_ : values;
  std::uint64_t step = take_units(values);

  differences_.resize(values.size());
  Choice choice = choose_prediction(units_, clock, differences_);
  const bool dictionary = use_dictionary(values, step, choice);
  if (dictionary) {
    values = dictionary_.places();
    step = 1;
  }
  subtract_predictions(choice.prediction, units_, clock, differences_);
  const std::size_t lead = std::min(lead_of(choice.prediction), units_.size());
  const std::span<const std::uint64_t> rest = std::span(differences_).subspan(lead);
  const Coder coder = choose_coder(rest);
  out.push_back(static_cast<std::uint8_t>(static_cast<unsigned>(choice.prediction) |
                                          static_cast<unsigned>(coder) << coder_shift | (step > 1 ? step_flag : 0) |
                                          (dictionary ? dictionary_flag : 0) | (decimal ? decimal_flag : 0)));
  if (decimal) {
    out.push_back(decimal->byte());
  }

  if (dictionary) {
    inner_ = inner_ ? std::move(inner_) : std::make_unique<SequenceEncoder>();
    put_varint(out, dictionary_.values().size());
    inner_->write(out, dictionary_.values());
  }
  put_signed(out, values[0]);
  if (step > 1) {
    put_varint(out, step);
  }
  for (const std::uint64_t difference : std::span(differences_).subspan(1, lead - 1)) {
    put_varint(out, difference);
  }
  if (coder == Coder::tokens) {
    tokens_.write(out);
  } else if (coder == Coder::plain) {
    write_plain(out, rest, plain_);
  }
}

} // namespace tracekit::store::codec
