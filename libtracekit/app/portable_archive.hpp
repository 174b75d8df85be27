// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>

#include "app/app.hpp"

namespace tracekit::app {

/// How much of each a portable archive holds, or how much of it was not there yet.
struct PortableCounts {
  std::uint64_t records = 0;
  std::uint64_t versions = 0;   ///< of records, from before they changed
  std::uint64_t originals = 0;  ///< files, and answers of services as they came
  std::uint64_t activities = 0; ///< of more than one record
  std::uint64_t verdicts = 0;   ///< a person's words on matching, ignored records too
  std::uint64_t clocks = 0;     ///< a person's words on clocks that were wrong
  std::uint64_t equipment = 0;  ///< names that mean the same
  std::uint64_t changes = 0;    ///< of the journal
  std::uint64_t dismissed = 0;  ///< changes that are not to be proposed
  std::uint64_t schedules = 0;
  bool settings = false;
};

/// Writes everything that belongs to the person as one zip archive of JSON Lines and original files, which
/// `load_archive` reads back into any database (docs/reference/records.md tells what is in it): no secrets, and no
/// samples, which are read from the originals again. `take` gets it piece by piece.
PortableCounts export_everything(App& app, const std::function<void(ByteView piece)>& take);

/// Whether a file is such an archive, by what it holds.
bool is_portable_archive(const std::filesystem::path& path);

/// Adds everything in such an archive to what is there; loading it again adds nothing. Settings are taken only where
/// there are none. Samples are read from the files. Throws Error(input) naming what cannot be read; what came before it
/// stays, and the archive can be loaded again.
PortableCounts load_archive(App& app, const std::filesystem::path& path);

nlohmann::json to_json(const PortableCounts& counts);

} // namespace tracekit::app
