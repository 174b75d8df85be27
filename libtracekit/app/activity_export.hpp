// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.hpp"
#include "formats/encode.hpp"

namespace tracekit::app {

/// What an activity can be exported as: one of the written formats, its records in the portable form, or the file that
/// was recorded, byte for byte.
struct ExportFormat {
  enum class Kind { written, records, original };
  Kind kind = Kind::records;
  WrittenFormat written = WrittenFormat::fit;
};

/// The words of all that are written, without those that hand out what is there already.
std::vector<std::string> export_formats();

/// `fit`, `gpx`, `tcx`, `kml`, `geojson`, `csv`, `jsonl` or `original`. Throws Error(usage) that lists them.
ExportFormat export_format(std::string_view word);

/// One activity as a file.
struct ExportedFile {
  std::string name; ///< `2025-08-03-071500-cycling.gpx`
  std::string media_type;
  WallSeconds start = 0; ///< of the activity where it happened
  Bytes bytes;
  std::vector<std::string> left_out; ///< what the format cannot hold
};

/// Writes one activity, by its id or an alias. Samples, laps and totals are those of the best record that has samples
/// (the recorded file before a service), else of the best record; name and description are those that the records tell.
/// Throws Error(not_found) when there is no such activity or no original of it, Error(input) when the format can hold
/// nothing of it.
ExportedFile export_activity(App& app, ActivityId id, ExportFormat format);

} // namespace tracekit::app
