// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "formats/fit/clock.hpp"
#include "formats/fit/part.hpp"

namespace tracekit::fit {

/// Makes the recordings of one part: one a session, or one of all samples when there is no session. Takes the
/// part's samples, laps and lengths. Totals that the file lacks stay absent.
std::vector<Recording> make_recordings(Part& part, const PartClock& clock);

} // namespace tracekit::fit
