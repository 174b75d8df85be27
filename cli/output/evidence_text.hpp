// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "base/timezone.hpp"
#include "model/activity.hpp"
#include "model/record.hpp"
#include "model/units.hpp"
#include "output/terminal.hpp"

namespace tracekit::cli {

/// The reasons in one sentence, those that speak against it last: `start 12 s apart, same sport; but ...`.
std::string evidence_sentence(const std::vector<Evidence>& evidence);

/// The reasons as lines with their weight in bits.
std::string evidence_list(const std::vector<Evidence>& evidence, const Terminal& terminal);

/// Records under each other, so that a person sees how they differ: provider:id, start, sport, name, distance, time,
/// device.
std::string records_side_by_side(const std::vector<Record>& records, const TimeZone& home, Units units,
                                 const Terminal& terminal);

} // namespace tracekit::cli
