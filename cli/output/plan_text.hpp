// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/units.hpp"
#include "output/terminal.hpp"
#include "sync/plan.hpp"

namespace tracekit::cli {

/// What is asked in one question: one change, or all values to fill in for one record.
using Proposal = std::vector<const sync::Change*>;

/// The plan's changes as they are asked, in the plan's order. Refers into `comparison`.
std::vector<Proposal> proposals_of(const sync::Comparison& comparison);

/// One proposal in a sentence: `2025-08-03 Klausenpass · Strava: name "Lunch Ride" → "Klausenpass"`.
std::string proposal_words(const Proposal& proposal, const sync::Comparison& comparison, Units units);

/// The plan as a list grouped by kind.
std::string plan_list(const sync::Comparison& comparison, Units units, const Terminal& terminal);

} // namespace tracekit::cli
