// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "formats/fit/columns.hpp"
#include "formats/fit/developer_fields.hpp"

namespace tracekit::fit {

/// A definition of record messages compiled to copies: which bytes go to which column. Messages of one kind mostly
/// come in runs, so each copy moves one field of a whole run.
struct RecordPlan {
  struct Copy {
    CopyValues copy = nullptr;
    std::uint32_t offset = 0;
    Column* column = nullptr;
  };
  /// Several bytes that are one value: absent only when all are 0xFF.
  struct ByteArray {
    std::uint32_t offset = 0;
    std::vector<Column*> columns;
  };
  /// The low bits of a counter (section 9).
  struct Counter {
    enum class Kind : std::uint8_t { distance, cycles, power };
    Kind kind = Kind::distance;
    BaseType type = BaseType::byte;
    std::uint32_t offset = 0;
    Column* column = nullptr;
    Column* speed = nullptr; ///< of compressed_speed_distance
  };

  std::vector<Copy> copies;
  std::vector<ByteArray> byte_arrays;
  std::vector<Counter> counters;
  CopyValues copy_time = nullptr; ///< null when the messages have no time of their own
  std::uint32_t time_offset = 0;
  std::size_t ready_rows = 0;  ///< all columns of this plan have room for so many samples
  std::size_t left_out = 0;    ///< columns that were left out when that was so
  std::uint64_t described = 0; ///< generation of the developers' descriptions
  bool has_developer_fields = false;
};

/// Writes record messages (samples) into columns.
class RecordWriter {
public:
  RecordWriter(std::size_t input_bytes, const DeveloperFields& developers)
      : columns_(input_bytes), developers_(developers) {}

  /// Appends `count` messages of one definition, of which the first begins (behind its header byte) at `first` and
  /// the others follow `stride` bytes apart. `bytes_left` is how much of the file is still to come.
  /// Returns the last time that they carry.
  std::optional<FitSeconds> append(Definition& definition, const std::uint8_t* first, std::size_t stride,
                                   std::size_t count, std::size_t bytes_left);

  /// Gives the last sample the time of its compressed header, unless it has one of its own.
  void set_last_time(FitSeconds time);

  [[nodiscard]] std::size_t rows() const { return time_ms_.size(); }
  /// Times as UTC milliseconds; those of a clock that counts from power-on are still to be moved.
  [[nodiscard]] std::vector<std::int64_t>& time_ms() { return time_ms_; }
  [[nodiscard]] bool has_system_time() const { return has_system_time_; }
  [[nodiscard]] Columns& columns() { return columns_; }

private:
  struct Accumulator {
    bool is_started = false;
    std::uint64_t total = 0;
    std::uint64_t last = 0;
    std::size_t next_row = 0; ///< explicit values before it have been taken over
  };

  void prepare(Definition& definition, std::size_t rows, std::size_t expected_rows);
  void copy_times(const RecordPlan& plan, const std::uint8_t* first, std::size_t stride, std::size_t count,
                  std::optional<FitSeconds>& last);
  void count(const RecordPlan::Counter& counter, bool big_endian, const std::uint8_t* message, std::size_t row);
  std::int64_t accumulate(const RecordPlan::Counter& counter, std::uint64_t piece, std::size_t row);

  Columns columns_;
  const DeveloperFields& developers_;
  std::vector<std::int64_t> time_ms_;
  bool has_system_time_ = false;
  std::array<Accumulator, 3> accumulators_{};
};

/// Compiles the plan of a definition of record messages.
RecordPlan make_record_plan(const Definition& definition, const DeveloperFields& developers, Columns& columns);

} // namespace tracekit::fit
