// SPDX-License-Identifier: MIT
#include "formats/tcx/lap_totals.hpp"

#include <algorithm>

namespace tracekit::tcx {
namespace {

using Member = std::optional<double> Totals::*;

std::optional<double> sum_of(const std::vector<Lap>& laps, Member member) {
  std::optional<double> sum;
  for (const Lap& lap : laps) {
    if (lap.totals.*member) {
      sum = sum.value_or(0.0) + *(lap.totals.*member);
    }
  }
  return sum;
}

/// The largest value above 0; devices write 0 where they measured nothing.
std::optional<double> largest_of(const std::vector<Lap>& laps, Member member) {
  std::optional<double> largest;
  for (const Lap& lap : laps) {
    if ((lap.totals.*member).value_or(0.0) > largest.value_or(0.0)) {
      largest = lap.totals.*member;
    }
  }
  return largest;
}

/// Mean over the laps that have a value, weighted by their timer time (evenly when no lap has a time).
std::optional<double> mean_of(const std::vector<Lap>& laps, Member member) {
  double weighted = 0;
  double weights = 0;
  double plain = 0;
  double count = 0;
  for (const Lap& lap : laps) {
    if (const auto value = lap.totals.*member) {
      const double weight = std::max(0.0, lap.totals.timer_s.value_or(0.0));
      weighted += *value * weight;
      weights += weight;
      plain += *value;
      count += 1;
    }
  }
  return count == 0 ? std::nullopt : std::optional(weights > 0 ? weighted / weights : plain / count);
}

void fill(std::optional<double>& target, std::optional<double> value) {
  if (!target) {
    target = value;
  }
}

} // namespace

void add_up_laps(Recording& recording) {
  const std::vector<Lap>& laps = recording.laps;
  Totals& totals = recording.totals;
  totals.timer_s = sum_of(laps, &Totals::timer_s);
  totals.distance_m = sum_of(laps, &Totals::distance_m);
  totals.calories_kcal = sum_of(laps, &Totals::calories_kcal);
  totals.max_speed_mps = largest_of(laps, &Totals::max_speed_mps);
  totals.max_hr = largest_of(laps, &Totals::max_hr);
  totals.avg_hr = mean_of(laps, &Totals::avg_hr);
  const auto timed = std::find_if(laps.begin(), laps.end(), [](const Lap& lap) { return lap.start_ms.has_value(); });
  if (!recording.start_ms && timed != laps.end()) {
    recording.start_ms = timed->start_ms;
  }
}

void fill_from_laps(Recording& recording) {
  const std::vector<Lap>& laps = recording.laps;
  Totals& totals = recording.totals;
  fill(totals.avg_cadence, mean_of(laps, &Totals::avg_cadence));
  fill(totals.max_cadence, largest_of(laps, &Totals::max_cadence));
  fill(totals.avg_power, mean_of(laps, &Totals::avg_power));
  fill(totals.max_power, largest_of(laps, &Totals::max_power));
  if (!totals.elapsed_s && totals.timer_s && !laps.empty()) {
    const Lap& last = laps.back();
    const double before_last = recording.start_ms && last.start_ms && *last.start_ms > *recording.start_ms
                                   ? static_cast<double>(*last.start_ms - *recording.start_ms) / 1000.0
                                   : 0.0;
    totals.elapsed_s = std::max(*totals.timer_s, before_last + last.totals.timer_s.value_or(0.0));
  }
}

} // namespace tracekit::tcx
