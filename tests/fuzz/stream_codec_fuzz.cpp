// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "base/error.hpp"
#include "store/codec/byte_stream.hpp"
#include "store/codec/damage.hpp"
#include "store/stream_codec.hpp"

using namespace tracekit;

namespace {

constexpr std::uint64_t most_samples = 1U << 14U; ///< legal recordings of days only make the fuzzer slow

void demand(bool condition) {
  if (!condition) {
    std::abort();
  }
}

bool is_long(ByteView time) {
  try {
    return store::codec::ByteReader(time).varint() > most_samples;
  } catch (const store::codec::Damage&) {
    return false;
  }
}

/// Takes the next piece: two bytes of length, then as many bytes as there are.
ByteView next_piece(ByteView& bytes) {
  const std::size_t head = std::min<std::size_t>(bytes.size(), 2);
  std::size_t length = 0;
  for (std::size_t i = 0; i < head; ++i) {
    length |= static_cast<std::size_t>(bytes[i]) << 8 * i;
  }
  bytes = bytes.subspan(head);
  const ByteView piece = bytes.first(std::min(length, bytes.size()));
  bytes = bytes.subspan(piece.size());
  return piece;
}

/// Stored bytes end as streams or as an Error, and streams that were read once are packed and read to the same again.
void decode(ByteView bytes) {
  const ByteView time = next_piece(bytes);
  if (is_long(time)) {
    return;
  }
  std::vector<store::EncodedColumn> columns{{"time", "{}", {time.begin(), time.end()}}};
  while (!bytes.empty() && columns.size() < 8) {
    const ByteView meta = next_piece(bytes);
    const ByteView data = next_piece(bytes);
    columns.push_back({"c" + std::to_string(columns.size()), std::string(as_text(meta)), {data.begin(), data.end()}});
  }
  try {
    const tracekit::Streams streams = store::decode_streams(columns);
    demand(streams.channels.size() + 1 == columns.size());
    for (const Channel& channel : streams.channels) {
      demand(channel.values.size() == streams.size());
    }
    const std::vector<store::EncodedColumn> again = store::encode_streams(streams);
    demand(store::encode_streams(store::decode_streams(again)) == again); // == of streams fails on a scale of NaN
  } catch (const Error& error) {
    demand(error.kind() == ErrorKind::database);
  }
}

/// Any values come back. The first byte says how they are cut into a time and channels, and how wide they are.
void round_trip(ByteView bytes) {
  const std::size_t columns = 1 + (bytes[0] & 3U);
  const std::size_t width = std::size_t{1} << ((bytes[0] >> 2U) & 3U);
  const auto kind = static_cast<ChannelKind>((bytes[0] >> 4U) % 3U);
  bytes = bytes.subspan(1);
  const std::size_t samples = bytes.size() / (columns * width);
  tracekit::Streams streams;
  for (std::size_t column = 0; column < columns; ++column) {
    std::vector<std::int64_t> values(samples);
    for (std::size_t i = 0; i < samples; ++i) {
      std::memcpy(&values[i], bytes.data() + (column * samples + i) * width, width);
      values[i] = width == 1 && values[i] == 0xff ? no_value : values[i];
    }
    if (column == 0) {
      streams.time_ms = std::move(values);
    } else {
      streams.channels.push_back({"channel", "", kind, 1.0, 0.0, false, std::move(values)});
    }
  }
  demand(store::decode_streams(store::encode_streams(streams)) == streams);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  if (bytes.empty()) {
    return 0;
  }
  if ((bytes[0] & 0x80U) != 0) {
    round_trip(bytes);
  } else {
    decode(bytes.subspan(1));
  }
  return 0;
}
