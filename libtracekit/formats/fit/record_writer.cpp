// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "formats/fit/record_plan.hpp"

namespace tracekit::fit {
namespace {

constexpr std::size_t rows_ahead = 512;
constexpr std::size_t fewest_rows_ahead = 16;

struct CounterTarget {
  std::uint8_t field;    ///< the explicit field with the full count
  double explicit_scale; ///< of that field
  double piece_scale;    ///< of the counter
  std::uint64_t mask;
};

/// By RecordPlan::Counter::Kind.
constexpr std::array<CounterTarget, 3> counter_targets{{
    {5, 100, 16, 0xFFF},
    {19, 1, 1, 0xFF},
    {29, 1, 1, 0xFFFF},
}};

/// The full count that a device wrote for one sample, in units of the counter.
std::optional<std::uint64_t> explicit_count(const Columns& columns, const CounterTarget& target, std::size_t row) {
  constexpr double largest = 9007199254740992.0;
  for (const ChannelKind kind : {ChannelKind::scaled, ChannelKind::float32, ChannelKind::float64}) {
    const Column* column = columns.find({ColumnKey::Source::field, target.field, 0, kind});
    if (column != nullptr && row < column->values.size() && column->values[row] != no_value) {
      const double count =
          std::round(to_number(column->values[row], kind) / target.explicit_scale * target.piece_scale);
      if (count >= 0 && count < largest) {
        return static_cast<std::uint64_t>(count);
      }
    }
  }
  return std::nullopt;
}

} // namespace

void RecordWriter::prepare(Definition& definition, std::size_t rows, std::size_t expected_rows) {
  if (!definition.plan ||
      (definition.plan->has_developer_fields && definition.plan->described != developers_.generation())) {
    definition.plan = std::make_unique<RecordPlan>(make_record_plan(definition, developers_, columns_));
  }
  RecordPlan& plan = *definition.plan;
  if (rows <= plan.ready_rows && plan.left_out == columns_.left_out()) {
    return;
  }
  const std::size_t target = rows + std::clamp(rows / 4, fewest_rows_ahead, rows_ahead);
  const auto does_not_fit = [&](Column* column) { return !columns_.grant(*column, target, expected_rows); };
  std::erase_if(plan.copies, [&](const RecordPlan::Copy& copy) { return does_not_fit(copy.column); });
  std::erase_if(plan.byte_arrays, [&](const RecordPlan::ByteArray& bytes) {
    return std::count_if(bytes.columns.begin(), bytes.columns.end(), does_not_fit) > 0;
  });
  std::erase_if(plan.counters, [&](const RecordPlan::Counter& counter) {
    return does_not_fit(counter.column) || (counter.speed != nullptr && does_not_fit(counter.speed));
  });
  plan.ready_rows = target;
  plan.left_out = columns_.left_out();
}

void RecordWriter::copy_times(const RecordPlan& plan, const std::uint8_t* first, std::size_t stride, std::size_t count,
                              std::optional<FitSeconds>& last) {
  const std::size_t row = time_ms_.size();
  if (plan.copy_time == nullptr) {
    time_ms_.resize(row + count, no_value);
    return;
  }
  time_ms_.resize(row + count);
  std::int64_t* times = time_ms_.data() + row;
  plan.copy_time(first + plan.time_offset, stride, count, times);
  for (std::size_t i = 0; i < count; ++i) {
    if (static_cast<std::uint64_t>(times[i]) < std::uint64_t{0xFFFFFFFF}) {
      last = static_cast<FitSeconds>(times[i]);
      has_system_time_ = has_system_time_ || *last < system_time_limit;
      times[i] = (times[i] + fit_epoch_s) * 1000;
    } else {
      times[i] = no_value;
    }
  }
}

std::optional<FitSeconds> RecordWriter::append(Definition& definition, const std::uint8_t* first, std::size_t stride,
                                               std::size_t count, std::size_t bytes_left) {
  const std::size_t row = time_ms_.size();
  const std::size_t expected_rows = row + count + bytes_left / (definition.length + 1);
  prepare(definition, row + count, expected_rows);
  const RecordPlan& plan = *definition.plan;
  if (row == 0) {
    time_ms_.reserve(expected_rows);
  }
  for (const RecordPlan::Copy& copy : plan.copies) {
    copy.copy(first + copy.offset, stride, count, copy.column->append(row, count));
  }
  std::optional<FitSeconds> last;
  copy_times(plan, first, stride, count, last);
  for (const RecordPlan::ByteArray& bytes : plan.byte_arrays) {
    for (Column* column : bytes.columns) {
      column->append_absent(row, count);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint8_t* at = first + i * stride + bytes.offset;
      if (std::any_of(at, at + bytes.columns.size(), [](std::uint8_t byte) { return byte != 0xFF; })) {
        for (std::size_t place = 0; place < bytes.columns.size(); ++place) {
          bytes.columns[place]->values[row + i] = at[place];
        }
      }
    }
  }
  if (!plan.counters.empty()) {
    for (const RecordPlan::Counter& counter : plan.counters) {
      counter.column->append_absent(row, count);
      if (counter.speed != nullptr) {
        counter.speed->append_absent(row, count);
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      for (const RecordPlan::Counter& counter : plan.counters) {
        this->count(counter, definition.big_endian, first + i * stride, row + i);
      }
    }
  }
  return last;
}

void RecordWriter::set_last_time(FitSeconds time) {
  if (!time_ms_.empty() && time_ms_.back() == no_value) {
    time_ms_.back() = (std::int64_t{time} + fit_epoch_s) * 1000;
    has_system_time_ = has_system_time_ || time < system_time_limit;
  }
}

void RecordWriter::count(const RecordPlan::Counter& counter, bool big_endian, const std::uint8_t* message,
                         std::size_t row) {
  const std::uint8_t* at = message + counter.offset;
  if (counter.speed == nullptr) {
    const auto piece = read_number(counter.type, big_endian, at);
    if (piece && *piece >= 0 && *piece <= 0xFFFF) {
      counter.column->values[row] = accumulate(counter, static_cast<std::uint64_t>(*piece), row);
    }
    return;
  }
  const std::uint32_t bits = at[0] | static_cast<std::uint32_t>(at[1]) << 8U | static_cast<std::uint32_t>(at[2]) << 16U;
  if (bits != 0xFFFFFFU) {
    counter.speed->values[row] = bits & 0xFFFU;
    counter.column->values[row] = accumulate(counter, bits >> 12U, row);
  }
}

std::int64_t RecordWriter::accumulate(const RecordPlan::Counter& counter, std::uint64_t piece, std::size_t row) {
  const auto kind = static_cast<std::size_t>(counter.kind);
  const CounterTarget& target = counter_targets[kind];
  Accumulator& state = accumulators_[kind];
  piece &= target.mask;
  for (; state.next_row <= row; ++state.next_row) {
    if (const auto count = explicit_count(columns_, target, state.next_row)) {
      // In the same sample, the counter stands for the very count that is written beside it.
      state = {true, *count, state.next_row == row ? piece : *count, state.next_row};
    }
  }
  state.total = state.is_started ? state.total + ((piece - state.last) & target.mask) : piece;
  state.last = piece;
  state.is_started = true;
  return static_cast<std::int64_t>(state.total);
}

} // namespace tracekit::fit
