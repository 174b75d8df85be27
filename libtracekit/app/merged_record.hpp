// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <span>
#include <string>

#include "app/app.hpp"

namespace tracekit::app {

/// The merged view of an activity, and whose each field of it is.
struct MergedView {
  Record record;
  std::map<std::string, std::string> providers; ///< by field of the portable form; only fields that somebody has
};

/// What a person is shown of a workout: the fields of its records as `merged_record` chooses them, but write-only
/// providers and those that are not enabled give theirs, too, when nobody else has them. Nothing of it goes elsewhere.
MergedView merged_view(App& app, std::span<const Record> records);
nlohmann::json to_json(const MergedView& view);

/// The merged view of an activity: each field from the best record that has it. Start, distance and durations come from
/// files before services before hand-written rows; name and equipment by the person's priorities. Records of write-only
/// providers give nothing. Computed, never stored. Throws Error(not_found) when nothing is left to merge.
Record merged_record(App& app, ActivityId activity);

/// A safe name for a record's source file: `2025-08-03-071500-ride.fit`.
std::string source_file_name(const Record& record, const TimeZone& home);

} // namespace tracekit::app
