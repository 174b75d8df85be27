// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "app/app.hpp"

namespace tracekit::app::original {

/// Whether the exercise log itself was read here: then its rows say more than the Python tool's copies of them.
bool log_was_read(App& app);

/// The Python tool calls a row by its place in the sheet; here a row has an id of its own, whatever its place. Gives
/// these records such ids and remembers them as the last known state of the sheet, so that reading the log later finds
/// the same rows again instead of adding them once more. The ids are the same every time.
void give_row_ids(App& app, std::vector<Record>& rows);

} // namespace tracekit::app::original
