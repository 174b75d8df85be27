// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>

#include "app/app.hpp"
#include "model/month.hpp"
#include "sync/plan.hpp"

namespace tracekit::app {

/// Matches again and counts again whatever months were marked as touched: links, questions and the calendar's
/// summaries. Each month is one transaction, so that it may be killed at any moment and simply runs again. Called after
/// every change of data and before anything that reads months.
void refresh_touched_months(App& app);

/// Moves an activity's records into a workout that is used again and again.
void refill(sync::Workout& workout, std::span<store::LinkedRecord* const> activity);

/// Hands out the month's workouts as stored now, one at a time, in the order of their activities.
void for_each_workout(App& app, Month month, store::RecordParts parts, const std::function<void(sync::Workout&)>& take);

/// Compares a month's workouts across the enabled providers and plans what would bring them into agreement.
sync::Comparison compare_month(App& app, Month month);

/// Marks every month again when a setting that the plan depends on (providers, priorities, switches, zone) is no longer
/// what it was when the summaries were computed.
void notice_changed_settings(App& app);

/// Takes the settings as they are now for noticed: whoever changed them has marked the months that they touch.
void settings_are_noticed(App& app);

} // namespace tracekit::app
