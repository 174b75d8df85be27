// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// Whether the file that a record came from is kept in the database. What a service answered is kept, too, but is no
/// file.
bool has_kept_file(App& app, const Record& record);

/// The file that a record came from, where it is at hand: kept in the database, or lying in the person's folder.
struct Original {
  RecordKey record;
  std::string format;                 ///< fit, gpx ...
  std::optional<std::uint64_t> bytes; ///< nothing: it lies in the folder
  std::string name;
};

std::vector<Original> originals_of(App& app, std::span<const Record> records);

struct StoredFile {
  std::string name; ///< letters, digits, `-`, `_` and `.` only
  Bytes content;
};

/// The file of one record as it was recorded, unpacked. No provider is asked over the network. Throws
/// Error(not_found) when there is no such record, or no file of it here.
StoredFile original_of(App& app, const RecordKey& key);

/// A file of the person's folder by its path in it, which must be one that was read. Throws Error(usage) for a name
/// that could lead elsewhere, Error(not_found) for any other that is not known.
StoredFile file_in_folder(App& app, const std::string& name);

nlohmann::json to_json(std::span<const Original> originals);

} // namespace tracekit::app
