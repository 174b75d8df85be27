// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <set>

#include "app/app.hpp"
#include "app/matching_window.hpp"
#include "model/month.hpp"
#include "sync/plan.hpp"

namespace tracekit::app {

/// Matches months, one after the other, by what people have said until it was made.
class MonthMatching {
public:
  explicit MonthMatching(App& app);
  MonthMatching(const MonthMatching&) = delete;
  MonthMatching& operator=(const MonthMatching&) = delete;

  /// Matches a month's records, and those of the days around it that may belong to them, and stores activities and
  /// questions. The same data give the same result whichever months are matched before or after. Within the caller's
  /// transaction. Returns the other months whose activities were matched with it.
  std::set<Month> match(Month month);

  /// Hands out the workouts of the month that was just matched: those whose day is in it, with clock corrections
  /// applied and without evidence. Their activities' ids are not filled in.
  void for_each_workout(const std::function<void(const sync::Workout&)>& take);

private:
  App& app_;
  MatchingWords words_;
  MatchingWindow window_;
  match::Result result_;
};

} // namespace tracekit::app
