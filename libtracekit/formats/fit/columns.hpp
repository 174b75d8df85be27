// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/streams.hpp"

namespace tracekit::fit {

/// A channel in the making, with the values of the samples so far; fewer where the last of them had none.
struct Column : Channel {
  int rank = 0;                 ///< among the columns of one name, the lowest rank wins
  bool is_left_out = false;     ///< it would take more memory than the file deserves
  std::size_t granted_rows = 0; ///< the budget allows so many values

  /// Room for the values of `count` samples from `row` on, which the caller writes. Samples before them that had none
  /// get `no_value`.
  std::int64_t* append(std::size_t row, std::size_t count) {
    values.resize(row, no_value);
    values.resize(row + count);
    return values.data() + row;
  }
  /// Room for the same, with `no_value` where nothing has been written.
  std::int64_t* append_absent(std::size_t row, std::size_t count) {
    values.resize(std::max(values.size(), row + count), no_value);
    return values.data() + row;
  }
};

/// What tells two columns apart. Two columns may share a name: a field and its enhanced twin, or two spellings of
/// one field (whole numbers and floats).
struct ColumnKey {
  enum class Source : std::uint8_t { field, compressed, developer };
  Source source = Source::field;
  std::uint32_t number = 0; ///< field number; serial number of a developer's description
  std::uint32_t index = 0;  ///< place in an array, counted from 1; 0 for single values
  ChannelKind kind = ChannelKind::scaled;
};

/// All columns of one part of a file.
///
/// Cells (8 bytes each) are handed out from a budget that grows with the size of the input, because a few
/// bytes of a hostile file could else ask for any number of columns times samples.
class Columns {
public:
  explicit Columns(std::size_t input_bytes);

  /// The column with this key; `make` returns a new Column when there is none yet. The address is stable.
  template <class Make> Column& find_or_add(ColumnKey key, Make make) {
    const auto [place, is_new] = index_.try_emplace(packed(key), nullptr);
    if (is_new && columns_.size() < most_columns) {
      columns_.push_back(make());
      place->second = &columns_.back();
    } else if (is_new) {
      place->second = &surplus_;
      ++left_out_;
    }
    return *place->second;
  }
  /// The column with this key, null when there is none.
  [[nodiscard]] const Column* find(ColumnKey key) const;

  /// Grants at least `rows` values, of which there will probably be `expected_rows`. False when the budget does not
  /// allow it; the column is left out from then on.
  bool grant(Column& column, std::size_t rows, std::size_t expected_rows);

  /// The columns as channels of `rows` samples, in the order in which they came; columns of one name are merged,
  /// those without a value dropped. Leaves this object empty.
  std::vector<Channel> take_channels(std::size_t rows);

  /// How many columns did not fit into the budget.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

private:
  static constexpr std::size_t most_columns = 1024; ///< devices fill less than a hundred

  static std::uint64_t packed(ColumnKey key);
  void leave_out(Column& column);

  std::deque<Column> columns_;
  Column surplus_; ///< stands for all columns beyond the limit, and takes nothing
  std::unordered_map<std::uint64_t, Column*> index_;
  std::size_t cells_left_;
  std::size_t reservable_cells_;
  std::size_t left_out_ = 0;
};

} // namespace tracekit::fit
