// SPDX-License-Identifier: MIT
#include <algorithm>
#include <vector>

#include "store/codec/damage.hpp"
#include "store/codec/plain_coder.hpp"
#include "store/codec/prediction.hpp"
#include "store/codec/sequence.hpp"
#include "store/codec/sequence_format.hpp"
#include "store/codec/token_coder.hpp"

namespace tracekit::store::codec {
namespace {

struct Header {
  Prediction prediction;
  Coder coder;
  bool step;
  bool dictionary;
  bool decimal;
};

Header read_header(ByteReader& in) {
  const unsigned byte = in.byte();
  const unsigned prediction = byte & prediction_mask;
  const unsigned coder = (byte >> coder_shift) & coder_mask;
  if (prediction >= prediction_count || coder >= coder_count) {
    throw Damage("it is stored in a way that this version does not know");
  }
  return {static_cast<Prediction>(prediction), static_cast<Coder>(coder), (byte & step_flag) != 0,
          (byte & dictionary_flag) != 0, (byte & decimal_flag) != 0};
}

void read_differences(ByteReader& in, const Header& header, std::span<std::uint64_t> values) {
  const std::size_t lead = std::min(lead_of(header.prediction), values.size());
  values[0] = 0;
  for (std::uint64_t& difference : values.subspan(1, lead - 1)) {
    difference = in.varint();
  }
  const std::span<std::uint64_t> rest = values.subspan(lead);
  switch (header.coder) {
  case Coder::none:
    std::fill(rest.begin(), rest.end(), 0);
    break;
  case Coder::plain:
    in.skip(decode_plain(in.rest(), rest));
    break;
  case Coder::tokens:
    in.skip(decode_tokens(in.rest(), rest));
    break;
  }
}

/// The sequence without its dictionary, whose values the header may name.
void read_values(ByteReader& in, const Header& header, std::span<std::uint64_t> values,
                 std::span<const std::int64_t> clock) {
  if (header.prediction == Prediction::clocked && clock.size() != values.size()) {
    throw Damage("it goes by a clock that is not there");
  }
  const auto base = static_cast<std::uint64_t>(in.signed_varint());
  const std::uint64_t step = header.step ? in.varint() : 1;
  read_differences(in, header, values);
  add_predictions(header.prediction, values, clock);
  for (std::uint64_t& value : values) {
    value = base + step * value;
  }
}

std::vector<std::uint64_t> read_dictionary(ByteReader& in, std::size_t most) {
  const std::uint64_t size = in.varint();
  if (size == 0 || size > most) {
    throw Damage("its dictionary has an impossible size");
  }
  const Header header = read_header(in);
  if (header.dictionary || header.decimal) {
    throw Damage("its dictionary is no plain sequence");
  }
  std::vector<std::uint64_t> dictionary(static_cast<std::size_t>(size));
  read_values(in, header, dictionary, {});
  return dictionary;
}

void read_places(ByteReader& in, const Header& header, std::span<std::uint64_t> values,
                 std::span<const std::int64_t> clock) {
  const std::vector<std::uint64_t> dictionary = read_dictionary(in, values.size());
  read_values(in, header, values, clock);
  for (std::uint64_t& value : values) {
    if (value >= dictionary.size()) {
      throw Damage("it names a value that its dictionary does not have");
    }
    value = dictionary[static_cast<std::size_t>(value)];
  }
}

} // namespace

void read_sequence(ByteReader& in, std::span<std::int64_t> values, std::span<const std::int64_t> clock) {
  if (values.empty()) {
    return;
  }
  // The signed and the unsigned type of one width may look at the same memory.
  const std::span<std::uint64_t> words(reinterpret_cast<std::uint64_t*>(values.data()), values.size());
  const Header header = read_header(in);
  const DecimalFloat decimal = header.decimal ? DecimalFloat::from_byte(in.byte()) : DecimalFloat{};
  if (header.dictionary) {
    read_places(in, header, words, clock);
  } else {
    read_values(in, header, words, clock);
  }
  if (header.decimal) {
    to_patterns(decimal, values);
  }
}

} // namespace tracekit::store::codec
