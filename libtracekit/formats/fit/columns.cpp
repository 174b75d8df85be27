// SPDX-License-Identifier: MIT
#include "formats/fit/columns.hpp"

#include <algorithm>

#include "formats/fit/channel_merge.hpp"

namespace tracekit::fit {
namespace {

constexpr std::size_t cells_per_byte = 16;
constexpr std::size_t free_cells = std::size_t{1} << 18U;

bool is_empty(const Column& column) {
  return std::all_of(column.values.begin(), column.values.end(), [](std::int64_t v) { return v == no_value; });
}

Channel to_channel(Column&& column) {
  Channel channel = std::move(column);
  if (channel.kind != ChannelKind::scaled && (channel.scale != 1.0 || channel.offset != 0.0)) {
    to_float64(channel, channel.scale, channel.offset);
  }
  return channel;
}

} // namespace

Columns::Columns(std::size_t input_bytes)
    : cells_left_(cells_per_byte * input_bytes + free_cells), reservable_cells_(4 * input_bytes + free_cells) {
  surplus_.is_left_out = true;
}

std::uint64_t Columns::packed(ColumnKey key) {
  return std::uint64_t{key.number} << 32U | std::uint64_t{key.index} << 8U |
         static_cast<std::uint64_t>(key.source) << 4U | static_cast<std::uint64_t>(key.kind);
}

const Column* Columns::find(ColumnKey key) const {
  const auto found = index_.find(packed(key));
  return found == index_.end() ? nullptr : found->second;
}

void Columns::leave_out(Column& column) {
  column.is_left_out = true;
  column.values = {};
  ++left_out_;
}

bool Columns::grant(Column& column, std::size_t rows, std::size_t expected_rows) {
  if (column.is_left_out || column.granted_rows >= rows) {
    return !column.is_left_out;
  }
  const std::size_t more = rows - column.granted_rows;
  if (more > cells_left_) {
    leave_out(column);
    return false;
  }
  cells_left_ -= more;
  column.granted_rows = rows;
  std::vector<std::int64_t>& values = column.values;
  if (expected_rows > values.capacity() && expected_rows <= reservable_cells_) {
    reservable_cells_ -= expected_rows;
    values.reserve(expected_rows);
  }
  return true;
}

std::vector<Channel> Columns::take_channels(std::size_t rows) {
  std::vector<Channel> channels;
  std::vector<int> ranks;
  std::unordered_map<std::string, std::size_t> by_name;
  for (Column& column : columns_) {
    if (column.is_left_out || is_empty(column) || !grant(column, rows, rows)) {
      continue;
    }
    column.values.resize(rows, no_value);
    const int rank = column.rank;
    Channel channel = to_channel(std::move(column));
    const auto [place, is_new] =
        channel.developer ? std::pair(by_name.end(), true) : by_name.try_emplace(channel.name, channels.size());
    if (is_new) {
      channels.push_back(std::move(channel));
      ranks.push_back(rank);
      continue;
    }
    Channel& known = channels[place->second];
    if (rank < ranks[place->second]) {
      std::swap(known, channel);
      ranks[place->second] = rank;
    }
    fill_gaps(known, std::move(channel));
  }
  columns_.clear();
  index_.clear();
  return channels;
}

} // namespace tracekit::fit
