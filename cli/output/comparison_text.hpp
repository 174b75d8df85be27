// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/units.hpp"
#include "output/terminal.hpp"
#include "sync/plan.hpp"

namespace tracekit::cli {

/// The month's comparison table with a legend: a row a workout, a name and its equipment for each provider. `=` marks
/// the authority, `≠` what differs, `+` what is missing, besides their colours.
std::string comparison_table(const sync::Comparison& comparison, Units units, const Terminal& terminal);

} // namespace tracekit::cli
