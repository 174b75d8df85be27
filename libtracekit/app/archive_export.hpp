// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/activity_export.hpp"

namespace tracekit::app {

/// What went into an archive, and what did not.
struct ArchiveReport {
  struct Skipped {
    ActivityId activity = 0;
    std::string why;
  };
  std::uint64_t activities = 0;
  std::uint64_t bytes = 0;                       ///< of the archive
  std::vector<Skipped> skipped;                  ///< of which the format can hold nothing
  std::map<std::string, std::uint64_t> left_out; ///< what the format cannot hold, and of how many activities
};

/// Writes the activities of these local days (both included), or all, as a zip archive with a file for each, oldest
/// first. When some were skipped, a last file `left-out.txt` has a line on each. `take` gets the archive piece by
/// piece; no more than one activity is in memory.
ArchiveReport export_archive(App& app, std::optional<Date> from, std::optional<Date> to, ExportFormat format,
                             const std::function<void(ByteView piece)>& take);

nlohmann::json to_json(const ArchiveReport& report);

} // namespace tracekit::app
