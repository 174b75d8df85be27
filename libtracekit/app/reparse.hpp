// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// What reading the kept files again has changed.
struct ReparseReport {
  struct Problem {
    std::string sha256; ///< of the file
    std::string why;
  };
  std::uint64_t files = 0;
  std::uint64_t added = 0;   ///< sessions that were not found before
  std::uint64_t changed = 0; ///< records whose values or samples are others now
  std::uint64_t unchanged = 0;
  std::vector<Problem> problems; ///< files that are not kept, or cannot be read any more; what they gave before stays
};

enum class ReparsedFiles { all, without_samples };

/// Reads every file of the file provider that is kept in the database again, as this version reads files, and stores
/// what is different; or only those whose records have no samples yet. A person's names, links and verdicts stay. Works
/// on all cores, a batch at a time; what was stored stays when it is interrupted. Then matches what was touched. Throws
/// Error(conflict) while another process pulls.
ReparseReport reparse(App& app, ReparsedFiles which = ReparsedFiles::all);

nlohmann::json to_json(const ReparseReport& report);

} // namespace tracekit::app
