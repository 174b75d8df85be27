// SPDX-License-Identifier: MIT
#include "store/codec/column.hpp"

#include <algorithm>

#include "model/streams.hpp"
#include "store/codec/damage.hpp"

namespace tracekit::store::codec {
namespace {

/// The first byte of a column: the version of the format, and whether values are missing.
constexpr std::uint8_t version = 1;
constexpr std::uint8_t gaps_flag = 0x80;

/// The lengths of stretches with and without values, in turn, the first one with. The last is not stored.
std::vector<std::int64_t> read_runs(ByteReader& in, std::size_t samples) {
  const std::uint64_t count = in.varint();
  if (count == 0 || count > samples) {
    throw Damage("its gaps are too many");
  }
  std::vector<std::int64_t> runs(static_cast<std::size_t>(count));
  read_sequence(in, runs);
  auto left = static_cast<std::int64_t>(samples);
  std::int64_t shortest = 0;
  for (const std::int64_t run : runs) {
    if (run < shortest || run >= left) {
      throw Damage("its gaps do not fit its length");
    }
    left -= run;
    shortest = 1;
  }
  runs.push_back(left);
  return runs;
}

/// Calls visit(first, length, present) for each stretch.
template <typename Visit> void for_each_run(const std::vector<std::int64_t>& runs, Visit visit) {
  std::size_t first = 0;
  bool present = true;
  for (const std::int64_t run : runs) {
    const auto length = static_cast<std::size_t>(run);
    visit(first, length, present);
    first += length;
    present = !present;
  }
}

void read_with_gaps(ByteReader& in, std::span<std::int64_t> values, std::span<const std::int64_t> clock) {
  const std::vector<std::int64_t> runs = read_runs(in, values.size());
  std::vector<std::int64_t> present_clock;
  std::size_t count = 0;
  for_each_run(runs, [&](std::size_t first, std::size_t length, bool present) {
    if (present) {
      count += length;
      if (!clock.empty()) {
        const auto begin = clock.begin() + static_cast<std::ptrdiff_t>(first);
        present_clock.insert(present_clock.end(), begin, begin + static_cast<std::ptrdiff_t>(length));
      }
    }
  });
  std::vector<std::int64_t> present_values(count);
  read_sequence(in, present_values, present_clock);
  auto next = present_values.cbegin();
  for_each_run(runs, [&](std::size_t first, std::size_t length, bool present) {
    const auto target = values.begin() + static_cast<std::ptrdiff_t>(first);
    if (present) {
      std::copy_n(next, length, target);
      next += static_cast<std::ptrdiff_t>(length);
    } else {
      std::fill_n(target, length, no_value);
    }
  });
}

} // namespace

void ColumnEncoder::write(Bytes& out, std::span<const std::int64_t> values, std::span<const std::int64_t> clock,
                          ChannelKind kind) {

  if (std::find(values.begin(), values.end(), no_value) != values.end()) {
    write_with_gaps(out, values, clock, kind);
    return;
  }
  out.push_back(version);
  sequence_.write(out, values, clock, kind);
}

void ColumnEncoder::write_with_gaps(Bytes& out, std::span<const std::int64_t> values,
                                    std::span<const std::int64_t> clock, ChannelKind kind) {

  runs_.clear();
  present_.clear();
  present_clock_.clear();
  bool present = true;
  std::int64_t run = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if ((values[i] != no_value) != present) {
      runs_.push_back(run);
      run = 0;
      present = !present;
    }
    ++run;
    if (present) {
      present_.push_back(values[i]);
      if (!clock.empty()) {
        present_clock_.push_back(clock[i]);
      }
    }
  }
  out.push_back(version | gaps_flag);
  put_varint(out, runs_.size());
  sequence_.write(out, runs_);
  sequence_.write(out, present_, present_clock_, kind);
}

void read_column(ByteReader& in, std::span<std::int64_t> values, std::span<const std::int64_t> clock) {
  const std::uint8_t first = in.byte();
  if ((first & ~gaps_flag) != version) {
    throw Damage("it was stored by another version of tracekit");
  }
  if ((first & gaps_flag) != 0) {
    read_with_gaps(in, values, clock);
  } else {
    read_sequence(in, values, clock);
  }
}

std::vector<std::int64_t> clock_of(std::span<const std::int64_t> time_ms) {
  std::vector<std::int64_t> clock(time_ms.begin(), time_ms.end());
  std::int64_t before = 0;
  for (std::int64_t& time : clock) {
    time = time == no_value ? before : time;
    before = time;
  }
  return clock;
}

} // namespace tracekit::store::codec
