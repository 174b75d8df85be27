// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xml/decimal_column.hpp"
#include "model/streams.hpp"

namespace tracekit::xml {

/// The quantities that have a name of ours in several formats.
enum class Quantity : std::uint8_t {
  altitude,
  distance,
  speed,
  vertical_speed,
  heart_rate,
  cadence,
  power,
  temperature,
  water_temperature,
  depth,
  course,
  pressure,
  horizontal_accuracy,
  vertical_accuracy,
  count
};

/// Collects the samples of one recording, column by column.
class TrackBuilder {
public:
  /// The next sample comes after a gap or pause.
  void begin_segment() { gap_ = true; }

  /// Adds a sample without any values.
  void begin_sample();

  // All of these belong to the sample that was begun last; before the first sample they do nothing. The first value
  // wins where a sample gets two of a kind.
  void set_time(std::int64_t time_ms);
  void set_position(std::int64_t latitude_pico, std::int64_t longitude_pico); ///< ignored unless both are present
  void set(Quantity quantity, const Number& number);
  /// A quantity that only this file knows, by its own name. Names beyond the first 64 are ignored.
  void set_other(std::string_view name, const Number& number);

  [[nodiscard]] std::size_t samples() const { return time_ms_.size(); }
  [[nodiscard]] bool has_times() const { return has_times_; }
  [[nodiscard]] bool last_sample_has_time() const { return !time_ms_.empty() && time_ms_.back() != no_value; }
  [[nodiscard]] bool last_sample_has_position() const {
    return !time_ms_.empty() && latitude_.size() == time_ms_.size();
  }

  /// The columns, filled up. The builder is empty afterwards.
  Streams finish();

private:
  struct Column {
    std::string name;
    std::string unit;
    DecimalColumn values;
  };

  std::size_t add_column(std::string_view name, std::string_view unit);

  std::vector<std::int64_t> time_ms_;
  std::vector<std::int64_t> latitude_;
  std::vector<std::int64_t> longitude_;
  std::vector<Column> columns_;
  std::array<std::uint8_t, static_cast<std::size_t>(Quantity::count)> known_{}; ///< 1 + number of the column
  std::vector<std::size_t> others_;                                             ///< columns that were set by name
  std::vector<std::uint32_t> segment_starts_;
  bool gap_ = false;
  bool has_times_ = false;
};

} // namespace tracekit::xml
