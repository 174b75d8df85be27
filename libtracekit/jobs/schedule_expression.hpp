// SPDX-License-Identifier: MIT
#pragma once

#include <bitset>
#include <optional>
#include <string_view>

#include "base/timezone.hpp"

namespace tracekit::jobs {

/// When something is to happen again and again, in cron's words or plain ones:
///   `15 3 * * *`         minute, hour, day of the month, month, day of the week (0 or 7 is Sunday; names in English);
///                        lists `1,15`, ranges `1-5`, steps `*/10`; where both kinds of day are given, either will do
///   `@hourly`, `@daily`, `@weekly`, `@monthly`
///   `every 30m`          seconds, minutes or hours from one full day (UTC) on, whatever the zone
///
/// A local time that the clock skips in spring happens at the first instant after the gap; one that it shows twice in
/// autumn happens once, the first time.
class ScheduleExpression {
public:
  /// Throws Error(usage) with what is wrong in it.
  static ScheduleExpression parse(std::string_view text);

  /// The first time later than `after`; nothing when there is none (30 February).
  [[nodiscard]] std::optional<EpochSeconds> next(EpochSeconds after, const TimeZone& zone) const;

private:
  [[nodiscard]] bool falls_on(Date day) const;

  std::int64_t every_s_ = 0; ///< 0: cron's fields count
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<7> weekdays_;
  bool any_day_ = true;
  bool any_weekday_ = true;
};

} // namespace tracekit::jobs
