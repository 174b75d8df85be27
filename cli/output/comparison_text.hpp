// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/units.hpp"
#include "output/terminal.hpp"
#include "sync/plan.hpp"

namespace tracekit::cli {

/// The month's comparison table with a legend: a row a workout, a name and its equipment for each provider. `=` marks the
/// authority, `≠` what differs, `+` what is missing, besides their colours.
std::string comparison_table(const sync::Comparison& comparison, Units units, const Terminal& terminal);

/// The plan as a list grouped by kind, numbered from 1 in the order in which it is asked.
std::string plan_list(const sync::Comparison& comparison, const Terminal& terminal);

/// One change in a sentence: `Strava: rename "Lunch Ride" to "Col de la Croix"`.
std::string change_words(const sync::Change& change);

} // namespace tracekit::cli
