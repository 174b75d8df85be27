// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/fit/part.hpp"

namespace tracekit::fit {

/// Turns the times of one part into UTC (section 7).
class PartClock {
public:
  /// Appends to `warnings` what the times cannot be trusted for.
  PartClock(const Part& part, std::vector<std::string>& warnings);

  [[nodiscard]] EpochSeconds utc_s(FitSeconds time) const;
  [[nodiscard]] EpochMillis utc_ms(FitSeconds time) const { return utc_s(time) * 1000; }
  [[nodiscard]] std::optional<EpochMillis> utc_ms(std::optional<FitSeconds> time) const;

  /// Moves samples whose times count from power-on.
  void correct(std::vector<std::int64_t>& time_ms) const;

  /// The offset of the place from UTC, as the activity message tells it.
  [[nodiscard]] std::optional<int> utc_offset_s() const { return utc_offset_s_; }

private:
  std::int64_t system_shift_s_ = 0; ///< from power-on time to FIT time
  std::optional<int> utc_offset_s_;
};

} // namespace tracekit::fit
