// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "app/app.hpp"
#include "model/month.hpp"
#include "sync/plan.hpp"

namespace tracekit::app {

/// Matches again and counts again whatever months were marked as touched: links, questions and the calendar's
/// summaries. Each month is one transaction, so that it may be killed at any moment and simply runs again. Called after
/// every change of data and before anything that reads months.
void refresh_touched_months(App& app);

/// The month's workouts as stored now, in the order of their activities.
std::vector<sync::Workout> workouts_of(App& app, Month month);

/// Compares a month's workouts across the enabled providers and plans what would bring them into agreement.
sync::Comparison compare_month(App& app, Month month);

/// Marks every month again when a setting that the plan depends on (providers, priorities, switches, zone) is no longer
/// what it was when the summaries were computed.
void notice_changed_settings(App& app);

} // namespace tracekit::app
