// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <vector>

#include "app/app.hpp"
#include "match/match.hpp"
#include "model/month.hpp"
#include "sync/plan.hpp"

namespace tracekit::app {

/// What a person has said of pairs of records.
match::Constraints constraints_of(UserStore& mine);

struct MatchedMonth {
  /// The workouts whose day is in the month, with clock corrections applied and without evidence. Their activities'
  /// ids are not filled in.
  std::vector<sync::Workout> workouts;
  /// Other months whose activities were matched with it.
  std::set<Month> neighbours;
};

/// Matches a month's records, and those of the days around it that may belong to them, and stores activities and
/// questions. The same data give the same result whichever months are matched before or after. Within the caller's
/// transaction.
MatchedMonth match_month(App& app, Month month, const match::Constraints& constraints);

} // namespace tracekit::app
