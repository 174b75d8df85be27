// SPDX-License-Identifier: MIT
#include "store/stream_codec.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "base/error.hpp"
#include "store/codec/byte_stream.hpp"
#include "store/codec/channel_meta.hpp"
#include "store/codec/column.hpp"
#include "store/codec/damage.hpp"

namespace tracekit::store {
namespace {

using codec::ByteReader;
using codec::Damage;

void check_bounds(std::uint64_t samples, std::uint64_t columns) {
  if (samples > max_samples || samples * columns > max_cells) {
    throw Error(ErrorKind::database, "a recording of " + std::to_string(samples) + " samples and " +
                                         std::to_string(columns) + " channels is too large to be stored");
  }
}

/// Whether the distance of samples changes so often that predictions gain from knowing the time.
bool is_irregular(std::span<const std::int64_t> clock) {
  std::size_t changes = 0;
  for (std::size_t i = 2; i < clock.size(); ++i) {
    const std::uint64_t twice = 2 * static_cast<std::uint64_t>(clock[i - 1]);
    if (static_cast<std::uint64_t>(clock[i]) + static_cast<std::uint64_t>(clock[i - 2]) != twice) {
      ++changes;
    }
  }
  return changes > clock.size() / 16;
}

Bytes encode_time(codec::ColumnEncoder& encoder, const tracekit::Streams& streams) {
  Bytes out;
  codec::put_varint(out, streams.size());
  encoder.write(out, streams.time_ms);
  const std::vector<std::int64_t> starts(streams.segment_starts.begin(), streams.segment_starts.end());
  codec::put_varint(out, starts.size());
  codec::SequenceEncoder().write(out, starts);
  return out;
}

void decode_time(ByteReader& in, std::size_t columns, tracekit::Streams& streams) {
  const std::uint64_t samples = in.varint();
  check_bounds(samples, columns);
  streams.time_ms.resize(static_cast<std::size_t>(samples));
  codec::read_column(in, streams.time_ms);

  const std::uint64_t count = in.varint();
  check_bounds(count, 1);
  std::vector<std::int64_t> starts(static_cast<std::size_t>(count));
  codec::read_sequence(in, starts);
  streams.segment_starts.reserve(starts.size());
  for (const std::int64_t start : starts) {
    if (start < 0 || start > std::numeric_limits<std::uint32_t>::max()) {
      throw Damage("a segment starts at an impossible sample");
    }
    streams.segment_starts.push_back(static_cast<std::uint32_t>(start));
  }
}

/// Runs one column's reading and turns Damage into an Error that names the column.
template <typename Read> void read_whole(const EncodedColumn& column, Read read) {
  try {
    ByteReader in(column.data);
    read(in);
    if (!in.at_end()) {
      throw Damage("it has bytes behind its end");
    }
  } catch (const Damage& damage) {
    throw Error(ErrorKind::database, "the stored channel `" + column.name + "` is damaged: " + damage.what(),
                "run `tracekit reparse` to decode the kept original again");
  }
}

} // namespace

std::vector<EncodedColumn> encode_streams(const tracekit::Streams& streams) {
  check_bounds(std::max<std::uint64_t>(streams.size(), streams.segment_starts.size()), 1);
  check_bounds(streams.size(), streams.channels.size() + 1);
  std::vector<EncodedColumn> columns;
  columns.reserve(streams.channels.size() + 1);
  codec::ColumnEncoder encoder;
  columns.push_back({std::string(codec::time_column), "{}", encode_time(encoder, streams)});
  std::vector<std::int64_t> clock = codec::clock_of(streams.time_ms);
  if (!is_irregular(clock)) {
    clock.clear();
  }
  codec::ColumnNames names;
  for (const Channel& channel : streams.channels) {
    if (channel.values.size() != streams.size()) {
      throw Error(ErrorKind::database, "the channel `" + channel.name + "` has another length than its recording");
    }
    EncodedColumn& column = columns.emplace_back();
    column.name = names.name_for(channel);
    column.meta = codec::meta_of(channel, column.name);
    encoder.write(column.data, channel.values, clock, channel.kind);
  }
  return columns;
}

tracekit::Streams decode_streams(std::span<const EncodedColumn> columns) {
  if (columns.empty() || columns.front().name != codec::time_column) {
    throw Error(ErrorKind::database, "the stored recording has no time column",
                "run `tracekit reparse` to decode the kept original again");
  }
  tracekit::Streams streams;
  read_whole(columns.front(), [&](ByteReader& in) { decode_time(in, columns.size(), streams); });
  const std::vector<std::int64_t> clock = codec::clock_of(streams.time_ms);
  streams.channels.reserve(columns.size() - 1);
  for (const EncodedColumn& column : columns.subspan(1)) {
    read_whole(column, [&](ByteReader& in) {
      Channel& channel = streams.channels.emplace_back(codec::channel_of(column.name, column.meta));
      channel.values.resize(streams.size());
      codec::read_column(in, channel.values, clock);
    });
  }
  return streams;
}

} // namespace tracekit::store
