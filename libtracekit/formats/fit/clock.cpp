// SPDX-License-Identifier: MIT
#include "formats/fit/clock.hpp"

#include <algorithm>
#include <cstdlib>

namespace tracekit::fit {
namespace {

constexpr std::int64_t largest_offset_s = 14 * 3600;
constexpr std::int64_t quarter_hour_s = 900;
constexpr std::int64_t most_rounding_s = 120;

bool is_system_time(std::optional<FitSeconds> time) { return time && *time < system_time_limit; }

bool uses_system_time(const Part& part) {
  const auto starts_so = [](const Summary& summary) { return is_system_time(summary.start); };
  return part.has_system_time || is_system_time(part.origin.created) ||
         std::any_of(part.sessions.begin(), part.sessions.end(), starts_so) ||
         std::any_of(part.laps.begin(), part.laps.end(), starts_so);
}

/// Offsets are whole quarters of an hour; some devices write them a few seconds off.
std::optional<int> plausible_offset(std::int64_t offset_s) {
  if (std::abs(offset_s) > largest_offset_s) {
    return std::nullopt;
  }
  const std::int64_t half = offset_s < 0 ? -quarter_hour_s / 2 : quarter_hour_s / 2;
  const std::int64_t rounded = (offset_s + half) / quarter_hour_s * quarter_hour_s;
  return static_cast<int>(std::abs(rounded - offset_s) <= most_rounding_s ? rounded : offset_s);
}

} // namespace

PartClock::PartClock(const Part& part, std::vector<std::string>& warnings) {
  const bool has_local_time = part.activity_time && part.activity_local_time;
  bool is_wall_clock = false;
  if (part.utc_minus_system_s) {
    system_shift_s_ = *part.utc_minus_system_s;
  } else if (has_local_time && is_system_time(part.activity_time) && !is_system_time(part.activity_local_time)) {
    system_shift_s_ = std::int64_t{*part.activity_local_time} - std::int64_t{*part.activity_time};
    is_wall_clock = true;
  }
  if (has_local_time && !is_wall_clock && !is_system_time(part.activity_local_time)) {
    utc_offset_s_ =
        plausible_offset(std::int64_t{*part.activity_local_time} + fit_epoch_s - utc_s(*part.activity_time));
  }
  if (!part.utc_minus_system_s && uses_system_time(part)) {
    warnings.emplace_back(is_wall_clock ? "The device did not know UTC: times are its local time."
                                        : "The device's clock was not set: times count from when it was switched on.");
  }
}

EpochSeconds PartClock::utc_s(FitSeconds time) const {
  return std::int64_t{time} + fit_epoch_s + (time < system_time_limit ? system_shift_s_ : 0);
}

std::optional<EpochMillis> PartClock::utc_ms(std::optional<FitSeconds> time) const {
  return time ? std::optional(utc_ms(*time)) : std::nullopt;
}

void PartClock::correct(std::vector<std::int64_t>& time_ms) const {
  if (system_shift_s_ == 0) {
    return;
  }
  constexpr std::int64_t limit_ms = (std::int64_t{system_time_limit} + fit_epoch_s) * 1000;
  for (std::int64_t& time : time_ms) {
    if (time != no_value && time < limit_ms) {
      time += system_shift_s_ * 1000;
    }
  }
}

} // namespace tracekit::fit
