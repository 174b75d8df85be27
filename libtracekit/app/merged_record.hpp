// SPDX-License-Identifier: MIT
#pragma once

#include "app/app.hpp"

namespace tracekit::app {

/// The merged view of an activity: each field from the best record that has it. Start, distance and durations come from
/// files before services before hand-written rows; name and equipment by the person's priorities. Records of write-only
/// providers give nothing. Computed, never stored. Throws Error(not_found) when nothing is left to merge.
Record merged_record(App& app, ActivityId activity);

/// A safe name for a record's source file: `2025-08-03-071500-ride.fit`.
std::string source_file_name(const Record& record, const TimeZone& home);

} // namespace tracekit::app
