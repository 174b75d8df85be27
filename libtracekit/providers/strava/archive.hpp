// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "model/record.hpp"
#include "providers/strava/archived_gear.hpp"

namespace tracekit::strava {

/// The time of an `Activity Date` cell, which is UTC: `May 17, 2026, 5:12:05 AM`, `17.05.2026, 05:12:05` or
/// `2026-05-17 05:12:05`. Nothing when it is none of these.
std::optional<EpochSeconds> archive_time(std::string_view text);

/// What `activities.csv` of an account's archive holds.
struct ArchiveTable {
  std::uint64_t rows = 0;
  std::vector<std::string> problems; ///< a sentence for each row that could not be read
};

/// Whether a file begins as that table does in English, whatever it is called: `activities (1).csv`.
bool looks_like_archive_table(ByteView beginning);

/// Reads the table and hands out a record for each activity, with origin `archive`. Columns are known by their English
/// names, in other languages by their order. Times are UTC; equipment has the person's name for it, or else, where that
/// is certain, maker and model from the lists of gear. Throws Error(input), with its first row, when it is no
/// such table.
ArchiveTable read_archive_table(ByteView csv, const ArchivedGear& gear, EpochSeconds now,
                                const std::function<void(Record)>& take);

} // namespace tracekit::strava
