// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "model/streams.hpp"

namespace tracekit::xml {

/// Reads the times of one file, quickly as long as the date stays the same, and remembers what they said of zones.
class TimeReader {
public:
  /// UTC milliseconds of an xsd:dateTime, `no_value` when it is none. A time without zone is taken as UTC.
  std::int64_t read(std::string_view text);

  /// Whether a time had no zone.
  [[nodiscard]] bool saw_time_without_zone() const { return without_zone_; }

  /// The first offset other than 0 that a time carried, seconds east.
  [[nodiscard]] std::optional<int> utc_offset_s() const { return utc_offset_s_; }

  /// Forgets offset and missing zone, for the next recording of the file.
  void forget_zone();

private:
  std::int64_t read_any(std::string_view text);

  char date_[10] = {};
  std::int64_t midnight_ms_ = no_value;
  bool without_zone_ = false;
  std::optional<int> utc_offset_s_;
};

} // namespace tracekit::xml
