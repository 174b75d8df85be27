// SPDX-License-Identifier: MIT
#include "store/codec/prediction.hpp"

#include "store/codec/byte_stream.hpp"

namespace tracekit::store::codec {
namespace {

/// The value at a time from the values at the two times before; the value before where the clock stood still or went
/// back.
std::uint64_t clocked(const std::uint64_t* before, const std::int64_t* clock) {
  const std::uint64_t rise = before[-1] - before[-2];
  const auto past =
      static_cast<std::int64_t>(static_cast<std::uint64_t>(clock[-1]) - static_cast<std::uint64_t>(clock[-2]));
  const auto step =
      static_cast<std::int64_t>(static_cast<std::uint64_t>(clock[0]) - static_cast<std::uint64_t>(clock[-1]));
  if (past == step) {
    return before[-1] + (past > 0 ? rise : 0);
  }
  if (past <= 0 || step <= 0) {
    return before[-1];
  }
  const auto scaled = static_cast<std::int64_t>(rise * static_cast<std::uint64_t>(step));
  return before[-1] + static_cast<std::uint64_t>(scaled / past);
}

} // namespace

void subtract_predictions(Prediction prediction, std::span<const std::uint64_t> values,
                          std::span<const std::int64_t> clock, std::span<std::uint64_t> differences) {
  std::uint64_t one = 0; // the values before
  std::uint64_t two = 0;
  std::uint64_t three = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::uint64_t expected = 0;
    switch (prediction) {
    case Prediction::zero:
      break;
    case Prediction::constant:
      expected = one;
      break;
    case Prediction::linear:
      expected = 2 * one - two;
      break;
    case Prediction::quadratic:
      expected = 3 * (one - two) + three;
      break;
    case Prediction::clocked:
      expected = i < 2 ? 0 : clocked(values.data() + i, clock.data() + i);
      break;
    }
    differences[i] = zigzag(values[i] - expected);
    three = two;
    two = one;
    one = values[i];
  }
}

void add_predictions(Prediction prediction, std::span<std::uint64_t> values, std::span<const std::int64_t> clock) {
  std::uint64_t value = 0;
  std::uint64_t rise = 0;
  std::uint64_t bend = 0;
  switch (prediction) {
  case Prediction::zero:
    for (std::uint64_t& slot : values) {
      slot = unzigzag(slot);
    }
    break;
  case Prediction::constant:
    for (std::uint64_t& slot : values) {
      slot = value += unzigzag(slot);
    }
    break;
  case Prediction::linear:
    for (std::uint64_t& slot : values) {
      rise += unzigzag(slot);
      slot = value += rise;
    }
    break;
  case Prediction::quadratic:
    for (std::uint64_t& slot : values) {
      bend += unzigzag(slot);
      rise += bend;
      slot = value += rise;
    }
    break;
  case Prediction::clocked:
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = unzigzag(values[i]) + (i < 2 ? 0 : clocked(values.data() + i, clock.data() + i));
    }
    break;
  }
}

} // namespace tracekit::store::codec
