// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "formats/fit/clock.hpp"
#include "formats/fit/part.hpp"

namespace tracekit::fit {

/// The samples with which recording went on after the timer had been stopped, in growing order without
/// repetitions. Sample 0 is never among them.
std::vector<std::size_t> resumed_rows(const Part& part, const PartClock& clock);

} // namespace tracekit::fit
